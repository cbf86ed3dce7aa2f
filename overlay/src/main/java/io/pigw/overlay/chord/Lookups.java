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
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the node responsible for an ID: recursively, over the links that nodes have, the answer walking back. Who forwards
 * tries another node only when the first refused at once or could not be reached: after a time-out the one who asked has waited
 * as long, and only he tries again. Looked up anew, a target is sought by another first hop, and so it is when what is answered
 * is doubtful: that is believed when no way brings a better answer. Where CSPs give proofs, an answer is doubtful until the node
 * that it names has shown one.
 */
final class Lookups {

    private static final int MAX_PENDING = 1_024;
    /** Queries of one neighbour that are under way. */
    private static final int MAX_PENDING_OF_ONE = 128;

    /** A forwarder waits for so much of what the one before it waits, so that it knows first; and not less than half a second. */
    private static final double PATIENCE_OF_NEXT = 0.9;

    private static final Duration LEAST_PATIENCE = Duration.ofMillis(500);

    /** Targets that were sought a moment ago, and for how long they count as such. */
    private static final int MAX_RECENT = 256;

    private static final Duration RECENT = Duration.ofSeconds(30);

    private final ChordContext chord;
    private final LookupAttempt.Means means;
    private final BiConsumer<NodeContact, Outcome> failed;
    private final Map<NodeId, Integer> pendingOf = new HashMap<>();
    private final LinkedHashMap<NodeId, Sought> recent = new LinkedHashMap<>();
    private int pending;

    /** @param failed told of a node that did not answer, and how */
    Lookups(ChordContext chord, ArcProofs proofs, OwnProof ownProof, BiConsumer<NodeContact, Outcome> failed) {
        this.chord = chord;
        this.means = new LookupAttempt.Means(chord, proofs, ownProof, failed);
        this.failed = failed;
    }

    /** Looks up the target's successor, and has it show a proof if there are any; without an answer, null. */
    void lookup(NodeId target, Consumer<@Nullable RouteQueryAnswer> then) {
        lookup(target, LookupAttempt.Purpose.OWN, then);
    }

    /** The same without asking for a proof. */
    void lookupFinger(NodeId target, Consumer<@Nullable RouteQueryAnswer> then) {
        lookup(target, LookupAttempt.Purpose.FINGER, then);
    }

    private void lookup(NodeId target, LookupAttempt.Purpose purpose, Consumer<@Nullable RouteQueryAnswer> then) {
        int hops = MessageRequest.INITIAL_MAX_FORWARDS;
        new LookupAttempt(
                        means, target, hops, chord.options().lookupTimeout(), timesSought(target), purpose, answer -> {
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

    /** As {@link LookupAttempt.Means#isDoubtful}. */
    boolean isDoubtful(RouteQueryAnswer answer) {
        return means.isDoubtful(answer);
    }

    /** Answers or forwards another node's query. */
    void onQuery(Inbound inbound, RouteQuery query) {
        NodeId from = inbound.from().id();
        if (pending >= MAX_PENDING || pendingOf.getOrDefault(from, 0) >= MAX_PENDING_OF_ONE) {
            chord.events().refused();
            inbound.reply().accept(Response.to(query, Status.SERVICE_UNAVAILABLE));
            return;
        }
        pending++;
        pendingOf.merge(from, 1, Integer::sum);
        new LookupAttempt(
                        means,
                        query.target(),
                        query.maxForwards() - 1,
                        patience(query),
                        0,
                        LookupAttempt.Purpose.FORWARDED,
                        answer -> {
                            pending--;
                            pendingOf.computeIfPresent(from, (_, count) -> count == 1 ? null : count - 1);
                            inbound.reply().accept(reply(query, answer));
                        })
                .next();
    }

    private Duration patience(RouteQuery query) {
        int hops = MessageRequest.INITIAL_MAX_FORWARDS - query.maxForwards();
        Duration patience = Duration.ofNanos(
                (long) (chord.options().requestTimeout().toNanos() * Math.pow(PATIENCE_OF_NEXT, Math.max(0, hops))));
        return patience.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : patience;
    }

    /** How often the target was sought a moment ago: whoever seeks it again had no answer, or did not believe it. */
    private int timesSought(NodeId target) {
        Instant now = chord.ports().clock().instant();
        recent.values().removeIf(sought -> sought.since.plus(RECENT).isBefore(now));
        Sought before = recent.remove(target);
        if (recent.size() >= MAX_RECENT) {
            recent.pollFirstEntry();
        }
        recent.put(target, new Sought(before == null ? 1 : before.times + 1, now));
        return before == null ? 0 : before.times;
    }

    private record Sought(int times, Instant since) {}

    /** Others' proofs are not handed on: they count from those whose arcs they are. */
    private P2psipMessage reply(RouteQuery query, @Nullable RouteQueryAnswer answer) {
        return answer == null
                ? Response.to(query, Status.TEMPORARILY_UNAVAILABLE)
                : new RouteQueryAnswer(
                        query.transaction(),
                        answer.responsible(),
                        answer.predecessors(),
                        answer.successors(),
                        answer.responsible().id().equals(chord.id()) ? answer.proof() : null);
    }

    private static @Nullable RouteQueryAnswer answerIn(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered && answered.answer() instanceof RouteQueryAnswer answer
                ? answer
                : null;
    }
}
