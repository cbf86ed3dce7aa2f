package io.pigw.csp.relay;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.message.Status;
import java.time.Duration;

/** Is told what the relay does, for counters and for those who watch a message travel. */
public interface RelayEvents {

    /** One element sent something to another. */
    void step(CallId callId, String from, String to, String what);

    /** A peer's message was answered, whether by the gateway or by the CSP itself. */
    void answeredPeer(Status status);

    /** A peer's message was dropped without an answer: it is another CSP's to take. */
    void discarded();

    /** A peer's message was refused because the peer writes to too many. */
    void tooManyRecipients();

    /** A message of the gateway was answered, so long after it came. */
    void answeredGateway(Status status, Duration took);
}
