package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who lost pings for whom lately. A destination that does not sign for what comes has each node before it look bad, so what is lost
 * for one destination counts in full for some nodes, then for the next ever less; and for each of them once.
 */
final class Blame {

    /** How long a loss is remembered. */
    static final Duration LASTS = Duration.ofHours(1);

    private static final int MAX_DESTINATIONS = 16_384;
    private static final int MAX_BLAMED = 64;

    /** Nodes that are blamed in full for one destination: as many as are likely to be to blame. */
    private static final int FULLY = 3;

    /** Of what the same node lost for the same destination before. */
    private static final double AGAIN = 0.1;

    private final Map<NodeId, Map<NodeId, Instant>> byDestination = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Map<NodeId, Instant>> eldest) {
            return size() > MAX_DESTINATIONS;
        }
    };

    /**
     * How much one more loss counts, 0 to 1.
     *
     * @param also nodes that lost for it too, and are not noted yet
     */
    double weight(NodeId subject, NodeId destination, Set<NodeId> also, Instant now) {
        Set<NodeId> blamed = new HashSet<>(also);
        Map<NodeId, Instant> known = byDestination.get(destination);
        if (known != null) {
            known.values().removeIf(at -> !at.plus(LASTS).isAfter(now));
            blamed.addAll(known.keySet());
        }
        return blamed.contains(subject) ? AGAIN : Math.min(1, (double) FULLY / (1 + blamed.size()));
    }

    /** The node lost a ping for that destination. */
    void note(NodeId subject, NodeId destination, Instant at) {
        Map<NodeId, Instant> blamed = byDestination.computeIfAbsent(destination, _ -> new LinkedHashMap<>());
        if (blamed.size() < MAX_BLAMED || blamed.containsKey(subject)) {
            blamed.putIfAbsent(subject, at);
        }
    }
}
