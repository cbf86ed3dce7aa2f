package io.pigw.p2psip.message;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import java.util.List;

/** Talk with the Secure Opinion Server. */
public sealed interface TrustMessage extends P2psipMessage {

    /**
     * Which of these routes is the most trustful? (the paper, §3.1 step 7).
     *
     * @param routes 1 to 32 routes, each from the CSP to the destination, 2 to 33 nodes
     */
    record OpinionRequest(Transaction transaction, List<List<NodeId>> routes) implements TrustMessage {
        /** Copies the lists. */
        public OpinionRequest {
            routes = routes.stream().map(List::copyOf).toList();
        }
    }

    /**
     * The choice (the paper, §3.1 step 8).
     *
     * @param chosen index into the routes asked about
     * @param expectations of each route, 0 to 1
     */
    record OpinionResponse(Transaction transaction, int chosen, List<Double> expectations) implements TrustMessage {
        /** Copies the list. */
        public OpinionResponse {
            expectations = List.copyOf(expectations);
        }
    }

    /**
     * Pings that arrived and verified: good evidence for each of their links. Answered by a {@link Response} once it is
     * durable.
     *
     * @param arrived the pings as they arrived, 1 to 32
     */
    record EvidenceReport(Transaction transaction, List<PingRequest> arrived) implements TrustMessage {
        /** Copies the list. */
        public EvidenceReport {
            arrived = List.copyOf(arrived);
        }
    }
}
