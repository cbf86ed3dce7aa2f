package io.pigw.p2psip.message;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import java.util.List;

/** Talk with the Secure Opinion Server. */
public sealed interface TrustMessage extends P2psipMessage {

    /** The most routes of one question. */
    int MAX_ROUTES = 32;

    /** The most nodes of one route, both ends counted. */
    int MAX_ROUTE_NODES = 33;

    /** The most nodes of all routes of one question: as many IDs of 128 bits as fit a head. */
    int MAX_QUESTION_NODES = 768;

    /** The most pings of one report. */
    int MAX_PINGS = 32;

    /**
     * Which of these routes is the most trustful? (the paper, §3.1 step 7).
     *
     * @param routes 1 to 32 routes, each from the CSP to the destination, 2 to 33 nodes; 768 nodes in all
     */
    record OpinionRequest(Transaction transaction, List<List<NodeId>> routes) implements TrustMessage {
        /** Checks the sizes and copies the lists. */
        public OpinionRequest {
            routes = routes.stream().map(List::copyOf).toList();
            if (routes.isEmpty() || routes.size() > MAX_ROUTES) {
                throw new IllegalArgumentException("a question has 1 to " + MAX_ROUTES + " routes");
            }
            if (routes.stream().anyMatch(route -> route.size() < 2 || route.size() > MAX_ROUTE_NODES)) {
                throw new IllegalArgumentException("a route has 2 to " + MAX_ROUTE_NODES + " nodes");
            }
            if (routes.stream().mapToInt(List::size).sum() > MAX_QUESTION_NODES) {
                throw new IllegalArgumentException("a question has at most " + MAX_QUESTION_NODES + " nodes");
            }
        }
    }

    /**
     * The choice (the paper, §3.1 step 8).
     *
     * @param chosen index into the routes asked about
     * @param expectations of each route, 0 to 1
     */
    record OpinionResponse(Transaction transaction, int chosen, List<Double> expectations) implements TrustMessage {
        /** Checks the ranges and copies the list. */
        public OpinionResponse {
            expectations = List.copyOf(expectations);
            if (chosen < 0 || chosen >= expectations.size() || expectations.size() > MAX_ROUTES) {
                throw new IllegalArgumentException("the choice is one of 1 to " + MAX_ROUTES + " routes");
            }
            if (!expectations.stream().allMatch(v -> v >= 0 && v <= 1)) {
                throw new IllegalArgumentException("an expectation is 0 to 1");
            }
        }
    }

    /**
     * Pings that arrived and verified: good evidence for each of their links. Answered by a {@link Response} once it is
     * durable.
     *
     * @param arrived the pings as they arrived, 1 to 32; encoded they must fit the limit of a body
     */
    record EvidenceReport(Transaction transaction, List<PingRequest> arrived) implements TrustMessage {
        /** Checks the size and copies the list. */
        public EvidenceReport {
            arrived = List.copyOf(arrived);
            if (arrived.isEmpty() || arrived.size() > MAX_PINGS) {
                throw new IllegalArgumentException("a report has 1 to " + MAX_PINGS + " pings");
            }
        }
    }
}
