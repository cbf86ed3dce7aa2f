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

    /** The most outcomes of one report. */
    int MAX_OUTCOMES = 56;

    /** The most nodes of one question about nodes. */
    int MAX_NODES = 64;

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

    /**
     * What a CSP saw of links when its pings arrived, or when it asked along the routes of those that did not. Answered by a
     * {@link Response} once it is durable.
     *
     * @param outcomes 1 to 56
     */
    record OutcomeReport(Transaction transaction, List<LinkOutcome> outcomes) implements TrustMessage {
        /** Checks the size and copies the list. */
        public OutcomeReport {
            outcomes = List.copyOf(outcomes);
            if (outcomes.isEmpty() || outcomes.size() > MAX_OUTCOMES) {
                throw new IllegalArgumentException("a report has 1 to " + MAX_OUTCOMES + " outcomes");
            }
        }
    }

    /**
     * What is thought of these nodes?
     *
     * @param nodes 1 to 64
     */
    record NodeOpinionRequest(Transaction transaction, List<NodeId> nodes) implements TrustMessage {
        /** Checks the size and copies the list. */
        public NodeOpinionRequest {
            nodes = List.copyOf(nodes);
            if (nodes.isEmpty() || nodes.size() > MAX_NODES) {
                throw new IllegalArgumentException("a question names 1 to " + MAX_NODES + " nodes");
            }
        }
    }

    /**
     * All observers' opinions on each node as one.
     *
     * @param opinions in the order of the question
     */
    record NodeOpinionAnswer(Transaction transaction, List<OpinionOn> opinions) implements TrustMessage {
        /** Checks the size and copies the list. */
        public NodeOpinionAnswer {
            opinions = List.copyOf(opinions);
            if (opinions.isEmpty() || opinions.size() > MAX_NODES) {
                throw new IllegalArgumentException("an answer has 1 to " + MAX_NODES + " opinions");
            }
        }
    }

    /**
     * An opinion on the wire, in millionths; what belief and disbelief leave of a million is uncertainty.
     *
     * @param belief 0 to 1,000,000
     * @param disbelief 0 to 1,000,000 less the belief
     * @param baseRate 0 to 1,000,000
     */
    record OpinionOn(int belief, int disbelief, int baseRate) {

        /** One, in millionths. */
        public static final int ONE = 1_000_000;

        /** Checks the ranges. */
        public OpinionOn {
            if (belief < 0 || disbelief < 0 || belief + (long) disbelief > ONE || baseRate < 0 || baseRate > ONE) {
                throw new IllegalArgumentException("an opinion's millionths are 0 to 1000000, and so is their sum");
            }
        }
    }
}
