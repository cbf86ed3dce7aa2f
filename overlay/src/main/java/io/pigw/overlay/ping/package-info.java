/** Routed pings (the paper, §2.3, §2.4 and §2.6): the CSP that sends them, the hops and the destination. */
@org.jspecify.annotations.NullMarked
package io.pigw.overlay.ping;
