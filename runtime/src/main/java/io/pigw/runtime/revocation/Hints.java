package io.pigw.runtime.revocation;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How often each neighbour may have a list asked for by saying that there is a new one, which nobody has signed: once in 10 s,
 * whatever others say. On one thread.
 */
final class Hints {

    /** Neighbours that are remembered; the one whose last hint is the oldest makes room. */
    static final int MAX_NEIGHBOURS = 256;

    private static final long BETWEEN_NANOS = Duration.ofSeconds(10).toNanos();

    private final Map<NodeId, Long> dueOf = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Long> eldest) {
            return size() > MAX_NEIGHBOURS;
        }
    };

    /**
     * A neighbour gives a hint.
     *
     * @param soonNanos when it is heeded if it comes after a pause
     * @return when it is heeded; empty if one of the same neighbour is still to be heeded, which does for both
     */
    OptionalLong due(NodeId from, long nowNanos, long soonNanos) {
        Long last = dueOf.get(from);
        if (last != null && last - nowNanos > 0) {
            return OptionalLong.empty();
        }
        long due = last != null && last + BETWEEN_NANOS - soonNanos > 0 ? last + BETWEEN_NANOS : soonNanos;
        dueOf.remove(from);
        dueOf.put(from, due);
        return OptionalLong.of(due);
    }
}
