/** What opinions are worth: ways of guarding pings compared against nodes that drop, alter and lie. */
@org.jspecify.annotations.NullMarked
package io.pigw.simulation.trust;
