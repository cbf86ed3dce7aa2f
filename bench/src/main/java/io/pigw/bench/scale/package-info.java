/** How the system grows: whole overlays of real processes with more and more gateways and CSPs, under one load of MESSAGEs. */
@NullMarked
package io.pigw.bench.scale;

import org.jspecify.annotations.NullMarked;
