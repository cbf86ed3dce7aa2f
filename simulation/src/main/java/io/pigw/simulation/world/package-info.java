/** Overlays of simulated nodes, and what must hold in them. */
@org.jspecify.annotations.NullMarked
package io.pigw.simulation.world;
