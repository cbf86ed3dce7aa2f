/** Many real nodes of which a share dies at once, and what is left of their records. */
@NullMarked
package io.pigw.bench.churn;

import org.jspecify.annotations.NullMarked;
