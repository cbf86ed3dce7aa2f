package io.pigw.gateway.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a process that begins has to think of the entries that an earlier one left. That one may have been killed in the middle
 * of an attempt, which leaves no trace: what may have been under way may have arrived. Pure.
 */
final class Recovery {

    private Recovery() {}

    /**
     * The entries as this process goes on with them.
     *
     * @param left by an earlier process, in the order of their acceptance
     */
    static List<Entry> of(List<Entry> left, Instant now) {
        Set<Lane> blocked = new HashSet<>();
        List<Entry> entries = new ArrayList<>(left.size());
        for (Entry entry : left) {
            boolean hadItsTurn = !blocked.contains(entry.payload().lane());
            if (LaneQueue.blocksAll(entry)) {
                blocked.add(entry.payload().lane());
            }
            entries.add(entry.with(progress(entry, hadItsTurn, now)));
        }
        return entries;
    }

    private static Progress progress(Entry entry, boolean hadItsTurn, Instant now) {
        Progress progress = entry.progress();
        boolean clockWasSetBack = entry.draft().acceptedAt().isAfter(now);
        Progress due = clockWasSetBack ? progress.dueAt(now) : progress;
        return hadItsTurn ? due.afterLostAttempt() : due;
    }
}
