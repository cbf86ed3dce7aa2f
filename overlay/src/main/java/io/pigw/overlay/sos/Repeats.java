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
    private static final double AGAIN = 0.25;

    private record Pair(NodeId subject, NodeId destination) {}

    private final Map<Pair, Instant> passed = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Instant> eldest) {
            return size() > MAX_PAIRS;
        }
    };

    /** How much one more counts, 0 to 1; it is noted. */
    double weigh(NodeId subject, NodeId destination, Instant now) {
        Pair pair = new Pair(subject, destination);
        Instant before = passed.get(pair);
        if (before != null && before.plus(LASTS).isAfter(now)) {
            return AGAIN;
        }
        passed.remove(pair);
        passed.put(pair, now);
        return 1;
    }
}
