package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** How much each of a batch's ballots counts, by what is remembered and by those of the batch before it. It remembers nothing itself. */
final class Weighing {

    /** How much an arrival counts at a destination that is distrusted: it may be an accomplice. */
    static final double DOUBTFUL = 0.1;

    private final Blame blame;
    private final Repeats repeats;
    private final Predicate<NodeId> isDistrusted;
    private final Function<NodeId, Double> credit;
    private final Instant now;
    private final Map<NodeId, Double> reporters = new HashMap<>();
    private final Map<NodeId, Set<NodeId>> lostFor = new HashMap<>();
    private final Map<NodeId, Set<NodeId>> passedFor = new HashMap<>();
    private final List<Ballot> counted = new ArrayList<>();

    /**
     * Of one batch.
     *
     * @param credit how much a peer's word weighs, 0 to 1
     */
    Weighing(
            Blame blame,
            Repeats repeats,
            Predicate<NodeId> isDistrusted,
            Function<NodeId, Double> credit,
            Instant now) {
        this.blame = blame;
        this.repeats = repeats;
        this.isDistrusted = isDistrusted;
        this.credit = credit;
        this.now = now;
    }

    /** How much the next ballot counts, 0 to 1. */
    double weigh(Ballot ballot) {
        counted.add(ballot);
        NodeId subject = ballot.vote().link().subject();
        NodeId destination = ballot.destination();
        return switch (ballot.vote().sort()) {
            case TOLD -> reporters.computeIfAbsent(ballot.vote().reporter(), credit);
            case PASSED -> passed(subject, destination);
            case LOST -> {
                Set<NodeId> before = lostFor.computeIfAbsent(destination, _ -> new HashSet<>());
                double weight = blame.weight(subject, destination, before, now);
                before.add(subject);
                yield weight;
            }
            case SILENT, CONTRADICTED -> 1;
        };
    }

    /** Remembers what was weighed, once it is durable. */
    void remember() {
        for (Ballot ballot : counted) {
            NodeId subject = ballot.vote().link().subject();
            switch (ballot.vote().sort()) {
                case PASSED -> repeats.note(subject, ballot.destination(), now);
                case LOST, CONTRADICTED -> blame.note(subject, ballot.destination(), now);
                case TOLD, SILENT -> {}
            }
        }
    }

    private double passed(NodeId subject, NodeId destination) {
        boolean first = passedFor.computeIfAbsent(subject, _ -> new HashSet<>()).add(destination);
        if (isDistrusted.test(destination)) {
            return DOUBTFUL;
        }
        return first ? repeats.weight(subject, destination, now) : Repeats.AGAIN;
    }
}
