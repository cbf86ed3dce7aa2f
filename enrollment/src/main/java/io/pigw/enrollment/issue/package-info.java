/** The one way to a certificate: token, request, decision, signature, record. */
@NullMarked
package io.pigw.enrollment.issue;

import org.jspecify.annotations.NullMarked;
