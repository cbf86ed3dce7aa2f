package io.pigw.overlay.sos;

import io.pigw.overlay.sos.Condemned.Grounds;
import io.pigw.p2psip.NodeId;
import io.pigw.trust.Opinion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nodes whose bad opinion has settled, and on what grounds they may be excluded. A link's evidence alone does not: who
 * is at one end of it can have it look bad at the other. So it takes contradictions that the node signed itself, or losses from
 * several observers for several destinations, and an observer who is distrusted is none: bad nodes may choose one another, and have
 * their links to an honest node look bad.
 */
final class Condemnation {

    /** That are remembered. */
    static final int MAX_CONDEMNED = 10_000;

    private final EvidenceBook book;
    private final CondemnationOptions options;
    private final LinkedHashMap<NodeId, Sentence> sentences = new LinkedHashMap<>();

    Condemnation(EvidenceBook book, CondemnationOptions options) {
        this.book = book;
        this.options = options;
    }

    /** Looks at nodes on which there is new evidence. Each is returned once for as long as it is condemned. */
    List<Condemned> look(Collection<NodeId> nodes, Instant now) {
        forgetOld(now);
        List<Condemned> found = new ArrayList<>();
        for (NodeId node : nodes) {
            if (!sentences.containsKey(node)) {
                judge(node, now).ifPresent(condemned -> {
                    note(new Sentence(condemned, now));
                    found.add(condemned);
                });
            }
        }
        return found;
    }

    /** Whether the node is to be gone round altogether. */
    boolean isQuarantined(NodeId node, Instant now) {
        Sentence sentence = sentences.get(node);
        return options.quarantine() && sentence != null && isInForce(sentence, now);
    }

    /** Takes up what was found before, or by another server; the eldest first. */
    void restore(Collection<Sentence> found) {
        found.forEach(this::note);
    }

    /** Of the nodes that are condemned now, the eldest first. */
    List<Sentence> inForce(Instant now) {
        return sentences.values().stream()
                .filter(sentence -> isInForce(sentence, now))
                .toList();
    }

    private boolean isInForce(Sentence sentence, Instant now) {
        return sentence.at().plus(options.lasts()).isAfter(now);
    }

    /** Whether, and on what grounds, the node may be excluded as things stand. */
    Optional<Condemned> judge(NodeId node, Instant now) {
        Opinion opinion = book.opinionOn(node, now);
        double contradicted = 0;
        Set<NodeId> destinations = new HashSet<>();
        int observers = 0;
        for (LinkRecord known : book.observationsOf(node, now)) {
            contradicted += known.contradicted();
            if (known.proven() >= options.leastOfOne()
                    && !known.lostFor().isEmpty()
                    && !book.isDistrusted(known.link().observer(), now)) {
                observers++;
                destinations.addAll(known.lostFor());
            }
        }
        Grounds grounds = grounds(contradicted, observers, destinations.size());
        boolean isBad =
                opinion.disbelief() >= options.leastDisbelief() && opinion.uncertainty() <= options.mostUncertainty();
        return grounds == null || !isBad
                ? Optional.empty()
                : Optional.of(new Condemned(
                        node, grounds, opinion, book.evidenceOn(node, now), observers, destinations.size()));
    }

    private @Nullable Grounds grounds(double contradicted, int observers, int destinations) {
        if (contradicted >= options.leastContradictions()) {
            return Grounds.CONTRADICTION;
        }
        return observers >= options.leastObservers() && destinations >= options.leastDestinations()
                ? Grounds.AUDITS
                : null;
    }

    private void note(Sentence sentence) {
        if (sentences.size() >= MAX_CONDEMNED
                && !sentences.containsKey(sentence.condemned().node())) {
            sentences.pollFirstEntry();
        }
        sentences.putLast(sentence.condemned().node(), sentence);
    }

    private void forgetOld(Instant now) {
        Map.Entry<NodeId, Sentence> eldest = sentences.firstEntry();
        while (eldest != null && !isInForce(eldest.getValue(), now)) {
            sentences.pollFirstEntry();
            eldest = sentences.firstEntry();
        }
    }
}
