/** Revocation on record: who takes which certificate back, why and since when. */
@NullMarked
package io.pigw.enrollment.revoke;

import org.jspecify.annotations.NullMarked;
