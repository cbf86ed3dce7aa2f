package io.pigw.overlay.chord;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage.RouteQuery;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the node responsible for an ID: recursively, over the links that nodes have, the answer walking back. */
final class Lookups {

    private static final int MAX_PENDING = 1_024;
    private static final int MAX_TRIES = 3;

    private final ChordContext chord;
    private final BiConsumer<NodeContact, Outcome> failed;
    private int pending;

    /** @param failed told of a node that did not answer, and how */
    Lookups(ChordContext chord, BiConsumer<NodeContact, Outcome> failed) {
        this.chord = chord;
        this.failed = failed;
    }

    /** Looks up the target's successor; without an answer, null. */
    void lookup(NodeId target, Consumer<@Nullable RouteQueryAnswer> then) {
        int hops = MessageRequest.INITIAL_MAX_FORWARDS;
        new Attempt(target, hops, chord.options().lookupTimeout(), answer -> {
                    if (answer == null) {
                        chord.events().lookupFailed();
                    }
                    then.accept(answer);
                })
                .next();
    }

    /** Asks one node, whoever it is, for the target's successor. */
    void lookupThrough(NodeContact node, NodeId target, Consumer<@Nullable RouteQueryAnswer> then) {
        RouteQuery query = new RouteQuery(chord.freshTransaction(), target, MessageRequest.INITIAL_MAX_FORWARDS);
        chord.request(node, query, chord.options().lookupTimeout(), outcome -> {
            RouteQueryAnswer answer = answerIn(outcome);
            if (answer == null) {
                failed.accept(node, outcome);
            }
            then.accept(answer);
        });
    }

    /** Answers or forwards another node's query. */
    void onQuery(Inbound inbound, RouteQuery query) {
        if (pending >= MAX_PENDING) {
            chord.events().refused();
            inbound.reply().accept(Response.to(query, Status.SERVICE_UNAVAILABLE));
            return;
        }
        pending++;
        new Attempt(query.target(), query.maxForwards() - 1, chord.options().requestTimeout(), answer -> {
                    pending--;
                    inbound.reply().accept(reply(query, answer));
                })
                .next();
    }

    private static P2psipMessage reply(RouteQuery query, @Nullable RouteQueryAnswer answer) {
        return answer == null
                ? Response.to(query, Status.TEMPORARILY_UNAVAILABLE)
                : new RouteQueryAnswer(
                        query.transaction(), answer.responsible(), answer.predecessors(), answer.successors());
    }

    private static @Nullable RouteQueryAnswer answerIn(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered && answered.answer() instanceof RouteQueryAnswer answer
                ? answer
                : null;
    }

    /** One target's way from here: answered from the table, or asked of the next best node until one answers. */
    private final class Attempt {
        private final NodeId target;
        private final int maxForwards;
        private final Duration timeout;
        private final Set<NodeId> without = new HashSet<>();
        private final Consumer<@Nullable RouteQueryAnswer> then;
        private int tries;

        Attempt(NodeId target, int maxForwards, Duration timeout, Consumer<@Nullable RouteQueryAnswer> then) {
            this.target = target;
            this.maxForwards = maxForwards;
            this.timeout = timeout;
            this.then = then;
        }

        void next() {
            RouteQueryAnswer local = answerLocally();
            if (local != null) {
                then.accept(local);
                return;
            }
            List<NodeContact> best = chord.table().closestPreceding(target, 1, without);
            if (best.isEmpty() || maxForwards <= 0 || tries >= MAX_TRIES) {
                then.accept(null);
                return;
            }
            tries++;
            NodeContact node = best.getFirst();
            RouteQuery query = new RouteQuery(chord.freshTransaction(), target, maxForwards);
            chord.request(node, query, timeout, outcome -> {
                RouteQueryAnswer answer = answerIn(outcome);
                if (answer != null) {
                    then.accept(answer);
                    return;
                }
                without.add(node.id());
                failed.accept(node, outcome);
                next();
            });
        }

        private @Nullable RouteQueryAnswer answerLocally() {
            List<NodeContact> successors = present(chord.table().successors());
            List<NodeContact> predecessors = present(chord.table().predecessors());
            NodeId self = chord.id();
            boolean mine = successors.isEmpty()
                    || target.equals(self)
                    || !predecessors.isEmpty()
                            && chord.local()
                                    .ring()
                                    .isInSuccessorInterval(
                                            target, predecessors.getFirst().id(), self);
            if (mine) {
                return new RouteQueryAnswer(chord.freshTransaction(), chord.self(), predecessors, successors);
            }
            NodeContact successor = successors.getFirst();
            if (!chord.local().ring().isInSuccessorInterval(target, self, successor.id())) {
                return null;
            }
            List<NodeContact> before = new ArrayList<>(predecessors);
            before.addFirst(chord.self());
            return new RouteQueryAnswer(
                    chord.freshTransaction(), successor, before, successors.subList(1, successors.size()));
        }

        private List<NodeContact> present(List<NodeContact> nodes) {
            return nodes.stream().filter(c -> !without.contains(c.id())).toList();
        }
    }
}
