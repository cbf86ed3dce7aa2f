package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks other members, one at a time and for ever, where this node's place is. One whose ring does not hold this node names a
 * neighbour that this node does not know: that is how a CSP that came up finds its place in a ring that is there, and how
 * two rings become one.
 */
final class RingMerge {

    private final ChordContext chord;
    private final Lookups lookups;
    private final Stabiliser stabiliser;
    private final List<NodeContact> members;
    private final Cadence cadence;
    private boolean running;
    private int turn;

    RingMerge(ChordContext chord, Lookups lookups, Stabiliser stabiliser, List<NodeContact> members) {
        this.chord = chord;
        this.lookups = lookups;
        this.stabiliser = stabiliser;
        this.members = new ArrayList<>(members);
        this.members.removeIf(c -> c.id().equals(chord.id()));
        this.cadence = new Cadence(chord.options().stabilise(), chord.ports(), this::ask);
    }

    void start() {
        if (!members.isEmpty()) {
            running = true;
            turn = chord.ports().random().nextInt(members.size());
            cadence.scheduleNext();
        }
    }

    void stop() {
        running = false;
        cadence.stop();
    }

    private void ask() {
        if (!running) {
            return;
        }
        cadence.scheduleNext();
        NodeContact member = members.get(turn++ % members.size());
        lookups.lookupThrough(member, chord.id(), answer -> {
            if (running && answer != null) {
                successorIn(answer).filter(this::isNews).ifPresent(stabiliser::consider);
            }
        });
    }

    private Optional<NodeContact> successorIn(RouteQueryAnswer answer) {
        return Stream.concat(Stream.of(answer.responsible()), answer.successors().stream())
                .filter(c -> !c.id().equals(chord.id()))
                .findFirst();
    }

    private boolean isNews(NodeContact node) {
        NodeContact successor = chord.table().successor();
        return successor == null || chord.local().ring().isBetween(node.id(), chord.id(), successor.id());
    }
}
