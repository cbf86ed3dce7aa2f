package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which nodes passed on pings for which destinations lately: the same again says little, for accomplices can be sought often. */
final class Repeats {

    /** How long one is remembered. */
    static final Duration LASTS = Duration.ofHours(1);

    private static final int MAX_PAIRS = 131_072;
    static final double AGAIN = 0.25;

    private record Pair(NodeId subject, NodeId destination) {}

    private final Map<Pair, Instant> passed = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Instant> eldest) {
            return size() > MAX_PAIRS;
        }
    };

    /** How much one more counts, 0 to 1. */
    double weight(NodeId subject, NodeId destination, Instant now) {
        Instant before = passed.get(new Pair(subject, destination));
        return before != null && before.plus(LASTS).isAfter(now) ? AGAIN : 1;
    }

    /** The node passed on a ping for that destination; the hour begins with the first. */
    void note(NodeId subject, NodeId destination, Instant now) {
        if (weight(subject, destination, now) == 1) {
            Pair pair = new Pair(subject, destination);
            passed.remove(pair);
            passed.put(pair, now);
        }
    }
}
