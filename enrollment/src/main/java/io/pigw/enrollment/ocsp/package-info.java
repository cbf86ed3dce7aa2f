/** The OCSP responder (RFC 6960, RFC 5019). */
@NullMarked
package io.pigw.enrollment.ocsp;

import org.jspecify.annotations.NullMarked;
