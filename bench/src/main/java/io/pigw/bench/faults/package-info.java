/** Faults under load: what becomes of every acknowledged message, counted from raw arrivals. */
@NullMarked
package io.pigw.bench.faults;

import org.jspecify.annotations.NullMarked;
