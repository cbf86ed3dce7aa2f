package io.pigw.overlay.chord;

import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage.JoinAnswer;
import io.pigw.p2psip.message.ChordMessage.Ping;
import io.pigw.p2psip.message.Response;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Takes up what others say of neighbours, and asks those whom they name, and those whom they leave out, for a sign of life:
 * each once at a time. Who answers is a neighbour, if it lies near enough.
 */
final class Introductions {

    /** Named nodes that are asked at a time; who is one more is named again in the next round. */
    static final int MAX_ASKED = 32;

    /** Neighbours that were left out and are asked at a time: they have places of their own, and are asked first. */
    static final int MAX_MISSING = 64;

    /** Nodes that answered though neighbours leave them out; they are asked in each round. */
    private static final int MAX_VOUCHED = 64;

    /** So many rounds at the slowest pace an answer counts. */
    private static final int VOUCHED_ROUNDS = 3;

    private final ChordContext chord;
    private final BiConsumer<NodeContact, Outcome> failed;
    private final Runnable changed;
    private final Set<NodeContact> asked = new HashSet<>();
    private int strangers;
    private int missing;
    private final SequencedMap<NodeId, Instant> vouched = new LinkedHashMap<>();
    private boolean running;

    /**
     * @param failed told of a node that did not answer, and how
     * @param changed told when a neighbour list changed because somebody answered
     */
    Introductions(ChordContext chord, BiConsumer<NodeContact, Outcome> failed, Runnable changed) {
        this.chord = chord;
        this.failed = failed;
        this.changed = changed;
    }

    void start() {
        running = true;
    }

    void stop() {
        running = false;
    }

    /** The nearest on either side are asked in the first round at once; the others serve to begin with until they have answered. */
    void begin(JoinAnswer place) {
        RoutingTable table = chord.table();
        table.setHints(Stream.of(place.successors(), place.predecessors())
                .flatMap(Collection::stream)
                .toList());
        table.setSuccessors(place.successors().stream().limit(1).toList());
        table.setPredecessors(place.predecessors().stream().limit(1).toList());
        ask(
                place.successors().stream()
                        .skip(1)
                        .limit(chord.options().successors() - 1L)
                        .toList(),
                false);
        ask(
                place.predecessors().stream()
                        .skip(1)
                        .limit(chord.options().predecessors() - 1L)
                        .toList(),
                false);
    }

    /** The nearest successor, and what it says of its own. Says whether the list changed. */
    boolean followSuccessor(NodeContact first, List<NodeContact> its) {
        return follow(chord.table().followSuccessor(first, its, this::isVouched));
    }

    /** The nearest predecessor, and what it says of its own. Says whether the list changed. */
    boolean followPredecessor(NodeContact first, List<NodeContact> its) {
        return follow(chord.table().followPredecessor(first, its, this::isVouched));
    }

    private boolean follow(RoutingTable.Followed followed) {
        ask(followed.missing(), true);
        ask(followed.strangers(), false);
        return followed.changed();
    }

    private void ask(List<NodeContact> nodes, boolean wasLeftOut) {
        for (NodeContact node : nodes) {
            boolean hasRoom = wasLeftOut ? missing < MAX_MISSING : strangers < MAX_ASKED;
            if (running && hasRoom && !node.id().equals(chord.id()) && asked.add(node)) {
                count(wasLeftOut, 1);
                Ping ping = new Ping(chord.freshTransaction());
                chord.request(node, ping, chord.options().requestTimeout(), outcome -> {
                    asked.remove(node);
                    count(wasLeftOut, -1);
                    if (running) {
                        onOutcome(node, wasLeftOut, outcome);
                    }
                });
            }
        }
    }

    private void count(boolean wasLeftOut, int more) {
        if (wasLeftOut) {
            missing += more;
        } else {
            strangers += more;
        }
    }

    private void onOutcome(NodeContact node, boolean wasLeftOut, Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered answered
                && answered.answer() instanceof Response response
                && response.status().isSuccess())) {
            vouched.remove(node.id());
            failed.accept(node, outcome);
            return;
        }
        if (wasLeftOut) {
            vouch(node.id());
        }
        if (chord.table().answered(node)) {
            changed.run();
        }
    }

    private void vouch(NodeId node) {
        Instant now = chord.ports().clock().instant();
        vouched.values().removeIf(end -> !end.isAfter(now));
        vouched.remove(node);
        if (vouched.size() >= MAX_VOUCHED) {
            vouched.pollFirstEntry();
        }
        vouched.putLast(node, now.plus(chord.options().stabilise().slowest().multipliedBy(VOUCHED_ROUNDS)));
    }

    private boolean isVouched(NodeId node) {
        Instant end = vouched.get(node);
        return end != null && end.isAfter(chord.ports().clock().instant());
    }
}
