/** Counters and timers for Prometheus. */
@NullMarked
package io.pigw.runtime.metrics;

import org.jspecify.annotations.NullMarked;
