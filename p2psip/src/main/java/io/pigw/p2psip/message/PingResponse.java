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
 * @param arrived the indices of all copies that had arrived and verified, ascending, each once; the chosen one's among them
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
        List<Integer> arrived,
        List<RouteEntry> route,
        List<Bytes> certificates,
        Identity identity)
        implements PingMessage {

    /** Checks the indices and copies the lists. */
    public PingResponse {
        arrived = List.copyOf(arrived);
        if (!arrived.stream().sorted().distinct().toList().equals(arrived)
                || !arrived.contains(terms.routeIndex())
                || arrived.getLast() >= terms.routes()) {
            throw new IllegalArgumentException(
                    "Arrived names indices of the ping's copies in order, the chosen one's too");
        }
        route = List.copyOf(route);
        certificates = List.copyOf(certificates);
    }
}
