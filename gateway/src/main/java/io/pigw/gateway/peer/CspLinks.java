package io.pigw.gateway.peer;

import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.P2psipMessage;
import java.time.Duration;
import java.util.function.Consumer;

/** Sends over the links that are open to CSPs, and never elsewhere. On the gateway's loop. */
@FunctionalInterface
public interface CspLinks {

    /**
     * Sends a request over the link to the CSP.
     *
     * @param request with a fresh transaction
     * @param timeout until the answer
     * @param then called exactly once, on the loop; {@link Outcome.Unreachable} if there is no link
     */
    void request(NodeId csp, P2psipMessage request, Duration timeout, Consumer<Outcome> then);
}
