package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Nodes that failed or left a moment ago: the lists of others may still name them (RFC 6940 §10.7.1). A node that failed is
 * held at its address alone, so that a false address costs the true node nothing, and until it speaks for itself. One that
 * left is held whatever it says, so that nobody comes and goes faster than the ring can follow.
 */
final class HoldDown {

    /** How long a node that left is no neighbour. */
    static final Duration AFTER_LEAVING = Duration.ofSeconds(5);

    private static final int MAX_HELD = 256;

    private final InstantSource clock;
    private final Duration duration;
    private final SequencedMap<NodeContact, Instant> failed = new LinkedHashMap<>();
    private final SequencedMap<NodeId, Instant> left = new LinkedHashMap<>();

    HoldDown(InstantSource clock, Duration duration) {
        this.clock = clock;
        this.duration = duration;
    }

    void hold(NodeContact node) {
        put(failed, node, duration);
    }

    void holdLeft(NodeId node) {
        put(left, node, AFTER_LEAVING);
    }

    void release(NodeContact node) {
        failed.remove(node);
    }

    boolean isHeld(NodeContact node) {
        return isIn(failed, node) || hasLeft(node.id());
    }

    boolean hasLeft(NodeId node) {
        return isIn(left, node);
    }

    private <T> void put(SequencedMap<T, Instant> held, T who, Duration howLong) {
        Instant now = clock.instant();
        held.values().removeIf(end -> !end.isAfter(now));
        if (held.size() >= MAX_HELD) {
            held.pollFirstEntry();
        }
        held.putLast(who, now.plus(howLong));
    }

    private <T> boolean isIn(Map<T, Instant> held, T who) {
        Instant end = held.get(who);
        return end != null && end.isAfter(clock.instant());
    }
}
