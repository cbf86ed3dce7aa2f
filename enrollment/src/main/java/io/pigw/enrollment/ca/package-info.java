/** The certification authority: its keys, what it accepts to sign, and the signing. */
@NullMarked
package io.pigw.enrollment.ca;

import org.jspecify.annotations.NullMarked;
