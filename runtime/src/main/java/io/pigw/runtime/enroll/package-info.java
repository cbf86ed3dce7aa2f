/** A node's first certificate. */
@NullMarked
package io.pigw.runtime.enroll;

import org.jspecify.annotations.NullMarked;
