/**
 * The Chord Secure Proxy (the paper, §2.3): admits peers, finds them by multicast pings, relays messages between them and the
 * gateway, and hides the gateway from them. {@link io.pigw.csp.Csp} is the composition root.
 */
@org.jspecify.annotations.NullMarked
package io.pigw.csp;
