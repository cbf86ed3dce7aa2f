/** The append-only, hash-chained record of every decision. */
@NullMarked
package io.pigw.enrollment.audit;

import org.jspecify.annotations.NullMarked;
