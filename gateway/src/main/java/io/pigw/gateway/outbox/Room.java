package io.pigw.gateway.outbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is in the outbox against its limits. Safe on any thread. */
final class Room {

    private final OutboxLimits limits;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Map<Lane, Integer> lanes = new ConcurrentHashMap<>();

    Room(OutboxLimits limits) {
        this.limits = limits;
    }

    /** Whether there is room. */
    enum Verdict {
        TAKEN,
        /** Too many wait in the payload's lane. */
        LANE_FULL,
        FULL
    }

    /** Takes the room for the payload if there is enough. */
    Verdict tryTake(Payload payload) {
        int inLane = count(payload);
        boolean full = messages.get() > limits.maxMessages() || bytes.get() > limits.maxBytes();
        if (!full && inLane <= Lane.MAX_MESSAGES) {
            return Verdict.TAKEN;
        }
        release(payload);
        return full ? Verdict.FULL : Verdict.LANE_FULL;
    }

    /** Takes the room without asking: for notices and for what was admitted before. */
    void take(Payload payload) {
        var _ = count(payload);
    }

    private int count(Payload payload) {
        messages.incrementAndGet();
        bytes.addAndGet(size(payload));
        return lanes.merge(payload.lane(), 1, Integer::sum);
    }

    void release(Payload payload) {
        messages.decrementAndGet();
        bytes.addAndGet(-size(payload));
        lanes.computeIfPresent(payload.lane(), (_, count) -> count == 1 ? null : count - 1);
    }

    int messages() {
        return messages.get();
    }

    private static long size(Payload payload) {
        return (long) payload.bodyBytes() + OutboxLimits.OVERHEAD_BYTES;
    }
}
