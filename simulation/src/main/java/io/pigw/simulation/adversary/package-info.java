/** Bad nodes: the product's code with somebody at its transport who alters what comes and goes. */
@org.jspecify.annotations.NullMarked
package io.pigw.simulation.adversary;
