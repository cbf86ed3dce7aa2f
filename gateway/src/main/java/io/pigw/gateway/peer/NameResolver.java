package io.pigw.gateway.peer;

import io.pigw.gateway.forward.CspTable;
import io.pigw.gateway.outbox.Progress;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.NameMessage;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Finds the nodes that are certified for a user's name: asks every CSP that is up and unites what they know. */
final class NameResolver {

    private final CspTable csps;
    private final CspLinks links;
    private final Duration timeout;
    private final RandomGenerator random;

    NameResolver(CspTable csps, CspLinks links, Duration timeout, RandomGenerator random) {
        this.csps = csps;
        this.links = links;
        this.timeout = timeout;
        this.random = random;
    }

    /** Calls back once, when all have answered or the time is over, with at most {@link Progress#MAX_DEVICES} nodes. */
    void resolve(Party.User user, Consumer<List<NodeId>> then) {
        List<NodeContact> up = csps.up();
        if (up.isEmpty()) {
            then.accept(List.of());
            return;
        }
        Union union = new Union(up.size(), then);
        for (NodeContact csp : up) {
            links.request(csp.id(), new NameMessage.Fetch(Transaction.mint(random), user), timeout, union::add);
        }
    }

    /** The answers of one question. */
    private static final class Union {
        private final TreeSet<NodeId> nodes = new TreeSet<>();
        private final Consumer<List<NodeId>> then;
        private int outstanding;

        Union(int outstanding, Consumer<List<NodeId>> then) {
            this.outstanding = outstanding;
            this.then = then;
        }

        void add(Outcome outcome) {
            if (outcome instanceof Outcome.Answered(NameMessage.FetchAnswer answer, var _)) {
                nodes.addAll(answer.nodes());
            }
            outstanding--;
            if (outstanding == 0) {
                then.accept(nodes.stream().limit(Progress.MAX_DEVICES).toList());
            }
        }
    }
}
