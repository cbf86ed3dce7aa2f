/** CRLs: signed, kept, served over HTTP and sent to the CSPs. */
@NullMarked
package io.pigw.enrollment.publish;

import org.jspecify.annotations.NullMarked;
