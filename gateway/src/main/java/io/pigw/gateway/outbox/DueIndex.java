package io.pigw.gateway.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Entries that wait for their time and their turn, each direction by itself. Entries of a lane keep their order; a target or
 * a sender has no more attempts under way than its share, and its other lanes are set aside until then, so that a lease costs
 * O(log n) however many wait. Confined to one thread. Bounded by what the outbox admits.
 */
final class DueIndex {

    private final int share;
    private final Map<Direction, Side> sides = new EnumMap<>(Direction.class);

    /**
     * @param share attempts under way to one target, and of one sender
     */
    DueIndex(int share) {
        this.share = share;
        for (Direction direction : Direction.values()) {
            sides.put(direction, new Side());
        }
    }

    /** An entry that is new here. */
    void add(Entry entry) {
        side(entry).add(entry);
    }

    /** A leased entry comes back further on. */
    void giveBack(Entry entry) {
        side(entry).giveBack(entry);
    }

    /** A leased entry has ended; false if that was known. */
    boolean end(Entry entry, Ending ending) {
        return side(entry).end(entry, ending);
    }

    List<Lease> take(Direction direction, Instant now, int max) {
        return side(direction).take(now, max);
    }

    Optional<Instant> nextDue(Direction direction) {
        Side side = side(direction);
        return side.ready.isEmpty()
                ? Optional.empty()
                : Optional.of(side.ready.first().readyAt());
    }

    /** What waits for the recipient is due now. */
    void hurry(Direction direction, String recipient, Instant now) {
        side(direction).hurry(recipient, now);
    }

    /** Whatever waits is due now. */
    void hurryAll(Direction direction, Instant now) {
        Side side = side(direction);
        List.copyOf(side.lanes.values()).forEach(lane -> side.hurry(lane, now));
    }

    private Side side(Entry entry) {
        return side(entry.payload().direction());
    }

    private Side side(Direction direction) {
        Side side = sides.get(direction);
        if (side == null) {
            throw new IllegalStateException("no side for " + direction);
        }
        return side;
    }

    private final class Side implements LaneQueue.Place {
        private final TreeSet<LaneQueue> ready = new TreeSet<>(Share.EARLIEST_FIRST);
        private final Map<Lane, LaneQueue> lanes = new HashMap<>();
        private final Map<String, Share> targets = new HashMap<>();
        private final Map<String, Share> senders = new HashMap<>();

        void add(Entry entry) {
            Lane lane = entry.payload().lane();
            LaneQueue queue = lanes.computeIfAbsent(lane, this::open);
            queue.put(entry);
            place(queue);
        }

        private LaneQueue open(Lane lane) {
            Share target = targets.computeIfAbsent(lane.recipient(), _ -> new Share(share));
            Share sender = senders.computeIfAbsent(lane.sender(), _ -> new Share(share));
            LaneQueue queue = new LaneQueue(target, sender);
            target.lanes().add(queue);
            sender.lanes().add(queue);
            return queue;
        }

        private LaneQueue queue(Lane lane) {
            LaneQueue queue = lanes.get(lane);
            if (queue == null) {
                throw new IllegalStateException("an entry that is not here");
            }
            return queue;
        }

        List<Lease> take(Instant now, int max) {
            List<Lease> due = new ArrayList<>();
            while (due.size() < max
                    && !ready.isEmpty()
                    && !ready.first().readyAt().isAfter(now)) {
                LaneQueue lane = ready.removeFirst();
                lane.place = null;
                if (lane.target().isFull()) {
                    setAside(lane, lane.target(), lane.sender());
                } else if (lane.sender().isFull()) {
                    setAside(lane, lane.sender(), lane.target());
                } else {
                    lane.target().take();
                    lane.sender().take();
                    due.add(lane.lease(now));
                    place(lane);
                }
            }
            return due;
        }

        /** The room that the lane leaves unused in the other share is for the next one that was set aside there. */
        private void setAside(LaneQueue lane, Share full, Share other) {
            full.park(lane);
            other.unpark().ifPresent(this::place);
        }

        void giveBack(Entry entry) {
            LaneQueue lane = queue(entry.payload().lane());
            lane.put(entry);
            release(lane);
        }

        boolean end(Entry entry, Ending ending) {
            Lane key = entry.payload().lane();
            LaneQueue lane = lanes.get(key);
            if (lane == null || !lane.remove(entry, ending == Ending.EXPIRED)) {
                return false;
            }
            release(lane);
            if (lane.isEmpty()) {
                lanes.remove(key);
                close(targets, key.recipient(), lane);
                close(senders, key.sender(), lane);
            }
            return true;
        }

        private static void close(Map<String, Share> shares, String name, LaneQueue lane) {
            Share share = shares.get(name);
            if (share != null) {
                share.lanes().remove(lane);
                if (share.lanes().isEmpty()) {
                    shares.remove(name);
                }
            }
        }

        private void release(LaneQueue lane) {
            lane.target().release();
            lane.sender().release();
            place(lane);
            lane.target().unpark().ifPresent(this::place);
            lane.sender().unpark().ifPresent(this::place);
        }

        void hurry(String recipient, Instant now) {
            Share target = targets.get(recipient);
            if (target != null) {
                target.lanes().forEach(lane -> hurry(lane, now));
            }
        }

        void hurry(LaneQueue lane, Instant now) {
            withdraw(lane);
            lane.hurry(now);
            place(lane);
        }

        /** Puts the lane in line by its next entry, wherever it stood. */
        private void place(LaneQueue lane) {
            withdraw(lane);
            if (lane.findNext()) {
                ready.add(lane);
                lane.place = this;
            }
        }

        private void withdraw(LaneQueue lane) {
            if (lane.place != null) {
                lane.place.remove(lane);
                lane.place = null;
            }
        }

        @Override
        public void remove(LaneQueue lane) {
            ready.remove(lane);
        }
    }
}
