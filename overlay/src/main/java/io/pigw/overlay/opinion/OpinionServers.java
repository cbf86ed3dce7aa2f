package io.pigw.overlay.opinion;

import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The opinion servers that a node knows. The first is asked as long as it answers, then the next; one that did not answer is left alone
 * for a while. On the node's thread.
 */
public final class OpinionServers {

    /** How long one that did not answer is not asked while there are others. */
    static final Duration REST = Duration.ofSeconds(30);

    private final List<NodeContact> servers;
    private final NodePorts ports;
    private final Map<NodeContact, Instant> restUntil = new HashMap<>();

    /** @param servers one or more, in the order in which they are to be asked */
    public OpinionServers(List<NodeContact> servers, NodePorts ports) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("there is no opinion server to ask");
        }
        this.servers = List.copyOf(servers);
        this.ports = ports;
    }

    /**
     * Asks one, and only one: an answer that comes later than the timeout is of no use.
     *
     * @param then gets the answer, if there is one
     */
    void askOne(
            Function<Transaction, TrustMessage> question, Duration timeout, Consumer<Optional<P2psipMessage>> then) {
        ask(new ArrayDeque<>(List.of(inOrder().getFirst())), question, timeout, then);
    }

    /**
     * Asks one after the other until one answers, other than that it has no room.
     *
     * @param timeout for each
     * @param then gets the answer, if there is one
     */
    void ask(Function<Transaction, TrustMessage> question, Duration timeout, Consumer<Optional<P2psipMessage>> then) {
        ask(new ArrayDeque<>(inOrder()), question, timeout, then);
    }

    private void ask(
            Deque<NodeContact> left,
            Function<Transaction, TrustMessage> question,
            Duration timeout,
            Consumer<Optional<P2psipMessage>> then) {
        NodeContact server = left.pollFirst();
        if (server == null) {
            then.accept(Optional.empty());
            return;
        }
        ports.transport().request(server, question.apply(Transaction.mint(ports.random())), timeout, outcome -> {
            switch (outcome) {
                case Outcome.Answered(Response refusal, var _)
                when refusal.status().equals(Status.SERVICE_UNAVAILABLE) && !left.isEmpty() ->
                    ask(left, question, timeout, then);
                case Outcome.Answered answered -> {
                    restUntil.remove(server);
                    then.accept(Optional.of(answered.answer()));
                }
                case Outcome.TimedOut _ -> askNext(server, left, question, timeout, then);
                case Outcome.Unreachable unreachable -> {
                    if (unreachable.isOverload()) {
                        ask(left, question, timeout, then);
                    } else {
                        askNext(server, left, question, timeout, then);
                    }
                }
            }
        });
    }

    private void askNext(
            NodeContact silent,
            Deque<NodeContact> left,
            Function<Transaction, TrustMessage> question,
            Duration timeout,
            Consumer<Optional<P2psipMessage>> then) {
        restUntil.put(silent, ports.clock().instant().plus(REST));
        ask(left, question, timeout, then);
    }

    /** Those that rest come last. */
    private List<NodeContact> inOrder() {
        Instant now = ports.clock().instant();
        List<NodeContact> order = new ArrayList<>(servers);
        order.removeIf(server -> restUntil.getOrDefault(server, Instant.MIN).isAfter(now));
        servers.stream().filter(server -> !order.contains(server)).forEach(order::add);
        return order;
    }
}
