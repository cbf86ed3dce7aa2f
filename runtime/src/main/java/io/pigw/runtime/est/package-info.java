/** A client of Enrollment over Secure Transport (RFC 7030). */
@NullMarked
package io.pigw.runtime.est;

import org.jspecify.annotations.NullMarked;
