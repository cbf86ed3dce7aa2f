@NullMarked
package io.pigw.bench.churn;

import org.jspecify.annotations.NullMarked;
