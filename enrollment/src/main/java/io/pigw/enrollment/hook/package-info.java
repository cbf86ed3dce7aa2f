/** The operator's own systems: who somebody is, whether he is welcome, and whether he pays. */
@NullMarked
package io.pigw.enrollment.hook;

import org.jspecify.annotations.NullMarked;
