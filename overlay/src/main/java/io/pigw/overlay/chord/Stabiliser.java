package io.pigw.overlay.chord;

import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.ChordMessage.UpdateAnswer;
import io.pigw.p2psip.message.ChordMessage.UpdateRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the neighbours right: tells the nearest successor and predecessor of this node and learns theirs. A nearer node that
 * one of them names becomes a neighbour once it has answered itself.
 */
final class Stabiliser {

    /** Steps of one round towards nearer neighbours; the next round goes on from there. */
    private static final int MAX_STEPS = 64;

    private final ChordContext chord;
    private final Introductions introductions;
    private final BiConsumer<NodeContact, Outcome> failed;
    private final Runnable changed;
    private final Cadence cadence;
    private final Side successorSide = new Side(true);
    private final Side predecessorSide = new Side(false);
    private @Nullable Runnable firstRoundDone;
    private boolean running;

    /**
     * @param introductions takes up what neighbours say of theirs
     * @param failed told of a neighbour that did not answer, and how
     * @param changed told when a neighbour list changed
     */
    Stabiliser(
            ChordContext chord,
            Introductions introductions,
            BiConsumer<NodeContact, Outcome> failed,
            Runnable changed) {
        this.chord = chord;
        this.introductions = introductions;
        this.failed = failed;
        this.changed = changed;
        this.cadence = new Cadence(chord.options().stabilise(), chord.ports(), this::round);
    }

    /** Begins; the task runs once, when both sides have been asked. */
    void start(Runnable done) {
        running = true;
        firstRoundDone = done;
        round();
    }

    /** Begins where the neighbours are known and nothing has changed for long. */
    void resume() {
        running = true;
        cadence.scheduleAtRest();
    }

    void stop() {
        running = false;
        cadence.stop();
    }

    /** Something changed: ask again soon. */
    void hurry() {
        if (running) {
            cadence.hurry();
        }
    }

    /** Asks the neighbour lists' heads at once, unless that is under way. */
    void round() {
        if (!running) {
            return;
        }
        cadence.scheduleNext();
        successorSide.begin();
        predecessorSide.begin();
        finishFirstRound();
    }

    /** Asks a node that may be a nearer neighbour. */
    void consider(NodeContact candidate) {
        if (running && !candidate.id().equals(chord.id()) && !chord.table().isHeld(candidate)) {
            successorSide.beginWith(candidate);
        }
    }

    private void finishFirstRound() {
        Runnable done = firstRoundDone;
        if (done != null && !successorSide.asking && !predecessorSide.asking) {
            firstRoundDone = null;
            done.run();
        }
    }

    /** One direction. */
    private final class Side {
        private final boolean clockwise;
        private boolean asking;
        private int steps;

        Side(boolean clockwise) {
            this.clockwise = clockwise;
        }

        void begin() {
            NodeContact nearest = nearest();
            if (nearest != null) {
                beginWith(nearest);
            }
        }

        void beginWith(NodeContact node) {
            if (!asking) {
                steps = 0;
                ask(node);
            }
        }

        private @Nullable NodeContact nearest() {
            return clockwise ? chord.table().successor() : chord.table().predecessor();
        }

        private void ask(NodeContact node) {
            asking = true;
            steps++;
            UpdateRequest request = new UpdateRequest(
                    chord.freshTransaction(),
                    chord.self(),
                    chord.table().predecessors(),
                    chord.table().successors());
            chord.request(node, request, chord.options().requestTimeout(), outcome -> {
                asking = false;
                if (running) {
                    onOutcome(node, outcome);
                }
            });
        }

        private void onOutcome(NodeContact node, Outcome outcome) {
            boolean moved;
            Optional<NodeContact> nearer = Optional.empty();
            if (outcome instanceof Outcome.Answered answered && answered.answer() instanceof UpdateAnswer answer) {
                moved = learn(node, answer);
                nearer = nearer(node, answer);
            } else {
                NodeContact before = nearest();
                failed.accept(node, outcome);
                moved = before != null && !before.equals(nearest());
                nearer = moved ? Optional.ofNullable(nearest()) : nearer;
            }
            if (moved) {
                changed.run();
            }
            if (nearer.isPresent() && steps < MAX_STEPS && !asking) {
                ask(nearer.get());
            }
            finishFirstRound();
        }

        private boolean learn(NodeContact node, UpdateAnswer answer) {
            RoutingTable table = chord.table();
            boolean moved = table.answered(node);
            NodeContact known = table.find(node.id());
            if (known != null && clockwise && known.equals(table.successor())) {
                moved |= introductions.followSuccessor(known, answer.successors());
            }
            if (known != null && !clockwise && known.equals(table.predecessor())) {
                moved |= introductions.followPredecessor(known, answer.predecessors());
            }
            return moved;
        }

        /** The nearest node between here and the neighbour that it names and that is not known to be dead. */
        private Optional<NodeContact> nearer(NodeContact node, UpdateAnswer answer) {
            NodeContact nearest = nearest();
            if (nearest == null || !node.id().equals(nearest.id())) {
                return Optional.empty();
            }
            return Stream.of(answer.predecessors(), answer.successors())
                    .flatMap(List::stream)
                    .filter(c -> isBetween(c.id(), node.id()) && !chord.table().isHeld(c))
                    .min(Comparator.comparing(c -> distance(c.id())));
        }

        private boolean isBetween(NodeId id, NodeId neighbour) {
            Ring ring = chord.local().ring();
            return ring.contains(id)
                    && (clockwise
                            ? ring.isBetween(id, chord.id(), neighbour)
                            : ring.isBetween(id, neighbour, chord.id()));
        }

        private NodeId distance(NodeId id) {
            Ring ring = chord.local().ring();
            return clockwise ? ring.distance(chord.id(), id) : ring.distance(id, chord.id());
        }
    }
}
