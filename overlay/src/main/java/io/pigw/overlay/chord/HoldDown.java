package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Nodes that failed or left a moment ago: the lists of others may still name them (RFC 6940 §10.7.1). */
final class HoldDown {

    private static final int MAX_HELD = 256;

    private final InstantSource clock;
    private final Duration duration;
    private final LinkedHashMap<NodeId, Instant> until = new LinkedHashMap<>();

    HoldDown(InstantSource clock, Duration duration) {
        this.clock = clock;
        this.duration = duration;
    }

    void hold(NodeId id) {
        Instant now = clock.instant();
        until.values().removeIf(end -> !end.isAfter(now));
        if (until.size() >= MAX_HELD) {
            until.pollFirstEntry();
        }
        until.putLast(id, now.plus(duration));
    }

    void release(NodeId id) {
        until.remove(id);
    }

    boolean isHeld(NodeId id) {
        Map<NodeId, Instant> held = until;
        Instant end = held.get(id);
        return end != null && end.isAfter(clock.instant());
    }
}
