package io.pigw.p2psip.message;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code P2PSIP PingRequest} (the paper, Figure 5): holds nothing of the gateway or of the message that it makes way for.
 *
 * @param callId of the ping, minted by the CSP
 * @param transaction of this link's attempt; the next hop answers 200 when it takes the ping
 * @param csp who asks, and where the {@link PingResponse} goes
 * @param destination who is sought
 * @param maxForwards hops that are left, 0 to 70
 * @param terms what the CSP signed; null in Figure 5, which admission refuses
 * @param route entry 0 of the CSP, then one a hop
 * @param certificates of the signers, DER, in the order of the entries, each once
 */
public record PingRequest(
        CallId callId,
        Transaction transaction,
        NodeContact csp,
        NodeId destination,
        int maxForwards,
        @Nullable PingTerms terms,
        List<RouteEntry> route,
        List<Bytes> certificates)
        implements PingMessage {

    /** Checks the range and copies the lists. */
    public PingRequest {
        if (maxForwards < 0 || maxForwards > MessageRequest.INITIAL_MAX_FORWARDS) {
            throw new IllegalArgumentException("Max-Forwards must be 0 to " + MessageRequest.INITIAL_MAX_FORWARDS);
        }
        route = List.copyOf(route);
        certificates = List.copyOf(certificates);
    }

    /** The same ping one hop on. */
    public PingRequest extendedBy(RouteEntry entry, Bytes certificate, Transaction fresh) {
        List<RouteEntry> longer = new ArrayList<>(route);
        longer.add(entry);
        List<Bytes> known = new ArrayList<>(certificates);
        if (!known.contains(certificate)) {
            known.add(certificate);
        }
        return new PingRequest(callId, fresh, csp, destination, maxForwards - 1, terms, longer, known);
    }

    /** The nodes of the route: the CSP, each hop, and the last entry's next. */
    public List<NodeId> nodes() {
        List<NodeId> nodes = new ArrayList<>(route.size() + 1);
        for (RouteEntry entry : route) {
            nodes.add(entry.signer());
        }
        if (!route.isEmpty()) {
            nodes.add(route.getLast().next());
        }
        return nodes;
    }
}
