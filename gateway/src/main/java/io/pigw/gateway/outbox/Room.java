package io.pigw.gateway.outbox;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is in the outbox against its limits. Safe on any thread. */
final class Room {

    private final OutboxLimits limits;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Room(OutboxLimits limits) {
        this.limits = limits;
    }

    /** Takes the room for the payload if there is enough. */
    boolean tryTake(Payload payload) {
        take(payload);
        if (messages.get() > limits.maxMessages() || bytes.get() > limits.maxBytes()) {
            release(payload);
            return false;
        }
        return true;
    }

    /** Takes the room without asking: for notices and for what was admitted before. */
    void take(Payload payload) {
        messages.incrementAndGet();
        bytes.addAndGet(size(payload));
    }

    void release(Payload payload) {
        messages.decrementAndGet();
        bytes.addAndGet(-size(payload));
    }

    int messages() {
        return messages.get();
    }

    private static long size(Payload payload) {
        return (long) payload.bodyBytes() + OutboxLimits.OVERHEAD_BYTES;
    }
}
