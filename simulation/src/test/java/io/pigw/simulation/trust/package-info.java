@org.jspecify.annotations.NullMarked
package io.pigw.simulation.trust;
