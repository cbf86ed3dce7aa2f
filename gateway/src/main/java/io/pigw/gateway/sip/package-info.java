/**
 * JAIN-SIP RI on our own Netty transport: sockets, framing, the guard in front of the RI's parser, and the hand-off to its
 * transactions (RFC 3261 §17, §18).
 *
 * <p>Threads: bytes are framed, guarded, parsed and handed over on the Netty event loop that read them; the RI's own timer
 * thread resends and times out.
 */
@NullMarked
package io.pigw.gateway.sip;

import org.jspecify.annotations.NullMarked;
