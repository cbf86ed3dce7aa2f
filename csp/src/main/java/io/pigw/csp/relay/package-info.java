/** Relays messages between the gateway and the peers, and lets neither side see more of the other than it must. */
@org.jspecify.annotations.NullMarked
package io.pigw.csp.relay;
