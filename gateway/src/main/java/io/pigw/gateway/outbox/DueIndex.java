package io.pigw.gateway.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** Entries that wait for their time, each direction by itself. Confined to one thread. Bounded by what the outbox admits. */
final class DueIndex {

    private static final Comparator<Entry> EARLIEST_FIRST = Comparator.comparing(
                    (Entry entry) -> entry.progress().nextAttempt())
            .thenComparingLong(Entry::id);

    private final Map<Direction, PriorityQueue<Entry>> waiting = new EnumMap<>(Direction.class);

    void add(Entry entry) {
        queue(entry.payload().direction()).add(entry);
    }

    List<Entry> take(Direction direction, Instant now, int max) {
        PriorityQueue<Entry> queue = queue(direction);
        List<Entry> due = new ArrayList<>();
        for (Entry first = queue.peek();
                first != null
                        && due.size() < max
                        && !first.progress().nextAttempt().isAfter(now);
                first = queue.peek()) {
            due.add(queue.remove());
        }
        return due;
    }

    Optional<Instant> nextDue(Direction direction) {
        return Optional.ofNullable(queue(direction).peek())
                .map(entry -> entry.progress().nextAttempt());
    }

    private PriorityQueue<Entry> queue(Direction direction) {
        return waiting.computeIfAbsent(direction, _ -> new PriorityQueue<>(EARLIEST_FIRST));
    }
}
