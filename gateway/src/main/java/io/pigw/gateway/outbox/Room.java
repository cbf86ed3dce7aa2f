package io.pigw.gateway.outbox;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what is in the outbox against its limits. Of one sender it holds at most as much as is left free, and each direction has a
 * quarter that the other cannot take: whoever sends however much to however many, there is room for another. Safe on any thread.
 */
final class Room {

    /** What part of the limits is kept for each direction. */
    static final int RESERVED_PART = 4;

    /** Notices count for nobody: who gets many is not who caused them. */
    private record Sender(Direction direction, String name) {}

    private record Held(int messages, long bytes) {
        static final Held NOTHING = new Held(0, 0);

        Held plus(Held more) {
            return new Held(messages + more.messages, bytes + more.bytes);
        }

        Held minus(Held less) {
            return new Held(messages - less.messages, bytes - less.bytes);
        }

        Held least(Held other) {
            return new Held(Math.min(messages, other.messages), Math.min(bytes, other.bytes));
        }

        boolean isWithin(Held limit) {
            return messages <= limit.messages && bytes <= limit.bytes;
        }
    }

    private final Held limit;
    private final Held limitOfDirection;
    private final Map<Direction, Held> directions = new EnumMap<>(Direction.class);
    private final Map<Sender, Held> senders = new HashMap<>();
    private final Map<Lane, Integer> lanes = new HashMap<>();
    private Held all = Held.NOTHING;

    Room(OutboxLimits limits) {
        this.limit = new Held(limits.maxMessages(), limits.maxBytes());
        this.limitOfDirection =
                limit.minus(new Held(limits.maxMessages() / RESERVED_PART, limits.maxBytes() / RESERVED_PART));
    }

    /** Takes the room for the payload if there is enough: in its lane, for its sender, in its direction and in all. */
    synchronized boolean tryTake(Payload payload) {
        Held more = size(payload);
        Held ofDirection = directions.getOrDefault(payload.direction(), Held.NOTHING);
        Held left = limit.minus(all).least(limitOfDirection.minus(ofDirection));
        Held ofSender = senders.getOrDefault(sender(payload), Held.NOTHING).plus(more);
        boolean fits = ofSender.isWithin(left) && lanes.getOrDefault(payload.lane(), 0) < Lane.MAX_MESSAGES;
        if (fits) {
            take(payload);
        }
        return fits;
    }

    /** Takes the room without asking: for notices and for what was admitted before. */
    synchronized void take(Payload payload) {
        Held more = size(payload);
        all = all.plus(more);
        directions.merge(payload.direction(), more, Held::plus);
        lanes.merge(payload.lane(), 1, Integer::sum);
        if (!payload.isNotice()) {
            senders.merge(sender(payload), more, Held::plus);
        }
    }

    synchronized void release(Payload payload) {
        Held less = size(payload);
        all = all.minus(less);
        directions.computeIfPresent(payload.direction(), (_, held) -> held.minus(less));
        lanes.computeIfPresent(payload.lane(), (_, count) -> count == 1 ? null : count - 1);
        if (!payload.isNotice()) {
            senders.computeIfPresent(sender(payload), (_, held) -> held.messages() == 1 ? null : held.minus(less));
        }
    }

    synchronized int messages() {
        return all.messages();
    }

    private static Sender sender(Payload payload) {
        return new Sender(payload.direction(), payload.lane().sender());
    }

    private static Held size(Payload payload) {
        return new Held(1, (long) payload.bodyBytes() + OutboxLimits.OVERHEAD_BYTES);
    }
}
