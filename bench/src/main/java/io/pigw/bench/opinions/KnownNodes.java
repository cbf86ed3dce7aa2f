package io.pigw.bench.opinions;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.TrustMessage.OpinionRequest;
import io.pigw.p2psip.message.TrustMessage.OutcomeReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Nodes that something is known of: each was observed by the CSP and by those that come after it in the list. Routes lead over links
 * with evidence.
 */
final class KnownNodes {

    private static final long FIRST = 1_000_000;

    /** What is lost of what passes: one in so many. */
    private static final int LOST = 20;

    private final OpinionBenchOptions options;
    private final NodeId csp;
    private final RandomGenerator random;
    private int next;

    KnownNodes(OpinionBenchOptions options, NodeId csp, RandomGenerator random) {
        this.options = options;
        this.csp = csp;
        this.random = random;
    }

    /** Links, each of which has an outcome once so many have been asked for. */
    int links() {
        return options.nodes() * options.observers();
    }

    /** Outcomes of that time, of one link after the other. */
    OutcomeReport outcomes(int count, Instant at) {
        List<LinkOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int subject = next % options.nodes();
            int observer = next / options.nodes() % options.observers();
            next = (next + 1) % links();
            outcomes.add(new LinkOutcome(
                    random.nextInt(LOST) == 0 ? LinkOutcome.Kind.LOST : LinkOutcome.Kind.PASSED,
                    observer == 0 ? csp : node(subject + observer),
                    node(subject),
                    node(random.nextInt(options.nodes())),
                    at));
        }
        return new OutcomeReport(Transaction.mint(random), outcomes);
    }

    /** Which of some routes to one destination? */
    OpinionRequest question() {
        NodeId destination = node(random.nextInt(options.nodes()));
        List<List<NodeId>> routes = new ArrayList<>();
        for (int i = 0; i < options.routes(); i++) {
            routes.add(route(destination));
        }
        return new OpinionRequest(Transaction.mint(random), routes);
    }

    private List<NodeId> route(NodeId destination) {
        List<NodeId> route = new ArrayList<>(List.of(csp));
        int hop = random.nextInt(options.nodes()) + options.nodes();
        for (int i = 0; i < options.hops(); i++) {
            route.add(node(hop));
            hop -= 1 + random.nextInt(Math.max(1, options.observers() - 1));
        }
        route.add(destination);
        return route;
    }

    private NodeId node(int index) {
        return NodeId.of(FIRST + Math.floorMod(index, options.nodes()));
    }
}
