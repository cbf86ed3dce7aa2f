/** Enrollment over Secure Transport (RFC 7030, RFC 8951) on Netty. */
@NullMarked
package io.pigw.enrollment.est;

import org.jspecify.annotations.NullMarked;
