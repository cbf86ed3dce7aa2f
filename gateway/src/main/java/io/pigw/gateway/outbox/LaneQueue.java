package io.pigw.gateway.outbox;

import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one lane in the order of their acceptance. An entry has its turn when all before it have ended, or have been
 * taken by one of the recipient's devices; those that have not taken an earlier message are left out of a later one until then,
 * so that each device gets all in order and none waits for another. Confined to one thread.
 */
final class LaneQueue {

    private final Share target;
    private final Share sender;
    private final TreeMap<Long, Slot> slots = new TreeMap<>();
    private boolean predecessorExpired;
    private Instant readyAt = Instant.MAX;
    private long readyId;

    /** Where the lane stands in line; the sets of lanes compare by {@link #readyAt}, so it is set only while it is in none. */
    @Nullable
    Place place;

    /** A set of lanes in the order of their time. */
    interface Place {
        void remove(LaneQueue lane);
    }

    private static final class Slot {
        private Entry entry;
        private boolean leased;

        Slot(Entry entry) {
            this.entry = entry;
        }

        boolean isWaiting(Set<NodeId> behind) {
            List<NodeId> devices = entry.progress().devices();
            return !leased && (devices.isEmpty() || !behind.containsAll(devices));
        }
    }

    /** Whether what is behind the entry has to wait, all of it. */
    static boolean blocksAll(Entry entry) {
        return entry.progress().devices().isEmpty() || !entry.progress().reached();
    }

    LaneQueue(Share target, Share sender) {
        this.target = target;
        this.sender = sender;
    }

    Share target() {
        return target;
    }

    Share sender() {
        return sender;
    }

    Instant readyAt() {
        return readyAt;
    }

    long readyId() {
        return readyId;
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    void put(Entry entry) {
        slots.put(entry.id(), new Slot(entry));
    }

    /** The entry has ended; false if that was known. */
    boolean remove(Entry entry, boolean expired) {
        predecessorExpired = expired;
        return slots.remove(entry.id()) != null;
    }

    /** Finds whose turn it is next; false if it is nobody's. */
    boolean findNext() {
        Optional<Slot> next = next();
        readyAt = next.map(slot -> slot.entry.progress().nextAttempt()).orElse(Instant.MAX);
        readyId = next.map(slot -> slot.entry.id()).orElse(0L);
        return next.isPresent();
    }

    private Optional<Slot> next() {
        Slot earliest = null;
        Set<NodeId> behind = new HashSet<>();
        for (Slot slot : slots.values()) {
            if (slot.isWaiting(behind) && (earliest == null || isBefore(slot, earliest))) {
                earliest = slot;
            }
            if (blocksAll(slot.entry)) {
                break;
            }
            behind.addAll(slot.entry.progress().devices());
        }
        return Optional.ofNullable(earliest);
    }

    private static boolean isBefore(Slot one, Slot other) {
        return one.entry
                .progress()
                .nextAttempt()
                .isBefore(other.entry.progress().nextAttempt());
    }

    /** Leases what {@link #findNext} found. */
    Lease lease(Instant now) {
        Set<NodeId> behind = new HashSet<>();
        slots.headMap(readyId)
                .values()
                .forEach(slot -> behind.addAll(slot.entry.progress().devices()));
        Slot slot = slots.get(readyId);
        if (slot == null) {
            throw new IllegalStateException("nobody's turn");
        }
        slot.leased = true;
        boolean forlorn = predecessorExpired && !slot.entry.draft().expiresAt().isAfter(now);
        return new Lease(slot.entry, behind, forlorn);
    }

    /** What waits for its time need wait no longer. */
    void hurry(Instant now) {
        for (Slot slot : slots.values()) {
            if (!slot.leased && slot.entry.progress().nextAttempt().isAfter(now)) {
                slot.entry = slot.entry.with(slot.entry.progress().dueAt(now));
            }
        }
    }
}
