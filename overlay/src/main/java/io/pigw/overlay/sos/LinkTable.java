package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The links with evidence that are in memory, by the node at their end: all that is stored of a node or, so that no opinion on it
 * rests on a part, nothing. The nodes whose evidence is the longest unchanged make room.
 */
final class LinkTable {

    /** Beyond so many observers of a node the first makes room: who keeps many links fresh sheds no losses by it. */
    private static final Comparator<LinkRecord> LEAST_BAD_THEN_ELDEST = Comparator.comparingDouble(
                    (LinkRecord record) -> record.seen().bad())
            .thenComparing(LinkRecord::weighedAt);

    private final LinkedHashMap<NodeId, Observations> bySubject = new LinkedHashMap<>();
    private int size;
    private int withNone;
    private boolean complete = true;

    private static final class Observations {
        final TreeMap<NodeId, LinkRecord> byObserver = new TreeMap<>();
        boolean whole;

        Observations(boolean whole) {
            this.whole = whole;
        }
    }

    int size() {
        return size;
    }

    /** From now on there is evidence that is stored, and not here. */
    void isPart() {
        complete = false;
        bySubject.values().forEach(observations -> observations.whole = false);
    }

    /** Whether nothing is stored that is not here. */
    boolean isComplete() {
        return complete;
    }

    /** Whether all that is stored of the node is here. */
    boolean isWhole(NodeId subject) {
        Observations observations = bySubject.get(subject);
        return complete || observations != null && observations.whole;
    }

    /** Of the so many nodes whose evidence changed last, those of which all that is stored is here; the latest first. */
    List<NodeId> latest(int most) {
        return bySubject.sequencedKeySet().reversed().stream()
                .limit(most)
                .filter(this::isWhole)
                .toList();
    }

    @Nullable
    LinkRecord get(Link link) {
        Observations observations = bySubject.get(link.subject());
        return observations == null ? null : observations.byObserver.get(link.observer());
    }

    /** What all observers saw of the node, in the order of their IDs. */
    Collection<LinkRecord> observationsOf(NodeId subject) {
        Observations observations = bySubject.get(subject);
        return observations == null ? List.of() : observations.byObserver.values();
    }

    /** Of a node with too many observers the one that saw the least bad is forgotten here, among equals the longest unchanged. */
    void put(LinkRecord changed) {
        NodeId subject = changed.link().subject();
        Observations observations = bySubject.get(subject);
        if (observations == null) {
            observations = new Observations(complete);
            withNone++;
        }
        bySubject.putLast(subject, observations);
        add(observations, changed);
        if (observations.byObserver.size() > EvidenceStore.MAX_OBSERVERS) {
            observations.byObserver.values().stream()
                    .filter(record -> !record.equals(changed))
                    .min(LEAST_BAD_THEN_ELDEST)
                    .map(first -> first.link().observer())
                    .ifPresent(observations.byObserver::remove);
            size--;
        }
    }

    /** Takes up all that is stored of these nodes. What is here stays: it is what is stored, or newer. */
    void complement(Collection<NodeId> subjects, Collection<LinkRecord> stored) {
        Map<NodeId, List<LinkRecord>> found = new HashMap<>();
        for (LinkRecord record : stored) {
            found.computeIfAbsent(record.link().subject(), _ -> new ArrayList<>())
                    .add(record);
        }
        for (NodeId subject : subjects) {
            Observations observations = bySubject.get(subject);
            if (observations == null) {
                observations = new Observations(true);
                withNone++;
                if (found.containsKey(subject)) {
                    bySubject.putLast(subject, observations);
                } else {
                    bySubject.putFirst(subject, observations);
                }
            }
            observations.whole = true;
            for (LinkRecord record : found.getOrDefault(subject, List.of())) {
                if (!observations.byObserver.containsKey(record.link().observer())) {
                    add(observations, record);
                }
            }
        }
    }

    /** Forgets the longest unchanged nodes beyond so many links; one without any takes as much room as a link. */
    void shrinkTo(int most) {
        while (size + withNone > most && bySubject.size() > 1) {
            int links = bySubject.pollFirstEntry().getValue().byObserver.size();
            size -= links;
            withNone -= links == 0 ? 1 : 0;
            complete = false;
        }
    }

    private void add(Observations observations, LinkRecord record) {
        if (observations.byObserver.isEmpty()) {
            withNone--;
        }
        if (observations.byObserver.put(record.link().observer(), record) == null) {
            size++;
        }
    }
}
