package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Whether nodes are distrusted, remembered until there is other evidence, or until it has aged: each opinion asks that of all who
 * observed the node.
 */
final class Verdicts {

    /** Nodes, some 100 bytes each. */
    private static final int MAX_NODES = 100_000;

    private record Verdict(boolean distrusted, Instant at) {}

    private final Duration lasts;
    private final Map<NodeId, Verdict> verdicts = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Verdict> eldest) {
            return size() > MAX_NODES;
        }
    };

    /** @param lasts how long evidence that does not change makes the same verdict */
    Verdicts(Duration lasts) {
        this.lasts = lasts;
    }

    /** The verdict of before, or else this one. */
    boolean isDistrusted(NodeId node, Instant now, BooleanSupplier judge) {
        Verdict known = verdicts.get(node);
        if (known != null
                && !now.isBefore(known.at())
                && now.isBefore(known.at().plus(lasts))) {
            return known.distrusted();
        }
        boolean distrusted = judge.getAsBoolean();
        verdicts.put(node, new Verdict(distrusted, now));
        return distrusted;
    }

    /** The evidence on it has changed. */
    void forget(NodeId node) {
        verdicts.remove(node);
    }
}
