package io.pigw.gateway.outbox;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one target, or one sender, takes of the attempts that may be under way, and the lanes that wait until it takes less. Confined
 * to one thread.
 */
final class Share implements LaneQueue.Place {

    /** The order in which lanes have their turn. */
    static final Comparator<LaneQueue> EARLIEST_FIRST =
            Comparator.comparing(LaneQueue::readyAt).thenComparingLong(LaneQueue::readyId);

    private final int limit;
    private final Set<LaneQueue> lanes = new HashSet<>();
    private final TreeSet<LaneQueue> parked = new TreeSet<>(EARLIEST_FIRST);
    private int inFlight;

    /**
     * @param limit 1 or more
     */
    Share(int limit) {
        this.limit = limit;
    }

    Set<LaneQueue> lanes() {
        return lanes;
    }

    boolean isFull() {
        return inFlight >= limit;
    }

    void take() {
        inFlight++;
    }

    void release() {
        inFlight--;
    }

    void park(LaneQueue lane) {
        parked.add(lane);
        lane.place = this;
    }

    @Override
    public void remove(LaneQueue lane) {
        parked.remove(lane);
    }

    /** A lane that could go on, if there is one and there is room. */
    Optional<LaneQueue> unpark() {
        return isFull() || parked.isEmpty() ? Optional.empty() : Optional.of(parked.first());
    }
}
