package io.pigw.p2psip.message;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import java.util.List;

/**
 * {@code P2PSIP PingResponse}: straight from the destination to the CSP (the paper, §2.4). One way: nothing answers it.
 *
 * @param callId of the ping
 * @param transaction of its own
 * @param csp who asked
 * @param destination who was sought, and where it listens ({@code Dest-IP}, {@code Dest-Port})
 * @param terms of the chosen copy: {@code Route-Index} is the choice
 * @param route the chosen copy's entries
 * @param certificates of their signers
 * @param identity the destination's signature
 */
public record PingResponse(
        CallId callId,
        Transaction transaction,
        NodeContact csp,
        NodeContact destination,
        PingTerms terms,
        List<RouteEntry> route,
        List<Bytes> certificates,
        Identity identity)
        implements PingMessage {

    /** Copies the lists. */
    public PingResponse {
        route = List.copyOf(route);
        certificates = List.copyOf(certificates);
    }
}
