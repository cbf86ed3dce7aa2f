/** Certificates and signatures of simulated nodes: deterministic ECDSA, or a model of it that costs little. */
@org.jspecify.annotations.NullMarked
package io.pigw.simulation.keys;
