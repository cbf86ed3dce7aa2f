/** The Enrollment and Authentication server (the paper's E&A). */
@NullMarked
package io.pigw.enrollment;

import org.jspecify.annotations.NullMarked;
