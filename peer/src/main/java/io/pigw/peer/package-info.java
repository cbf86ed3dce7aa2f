/**
 * A P2PSIP peer: joins the ring through a CSP, passes pings on, sends and receives messages. {@link io.pigw.peer.Peer} is one
 * peer, {@link io.pigw.peer.Peers} the composition root of one or many.
 */
@org.jspecify.annotations.NullMarked
package io.pigw.peer;
