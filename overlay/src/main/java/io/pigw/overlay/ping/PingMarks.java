package io.pigw.overlay.ping;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Up to when this node took pings of each CSP, by the time at which the CSP signed them, so that what was taken before a restart is
 * not taken after it, whatever the clocks say. A mark is on disk before what lies behind it is taken: it is written {@link #AHEAD},
 * and anew when half of that is used up. On its node's thread, but for its making.
 */
final class PingMarks {

    /** How far behind the last ping a mark lies: after a crash a CSP's pings of so long are refused. */
    static final Duration AHEAD = Duration.ofSeconds(5);

    /** CSPs of which there is a mark. */
    static final int MAX_SIGNERS = 1_024;

    /** Pings that wait for a mark. */
    static final int MAX_HELD = 256;

    private final PingMarkStore store;
    private final Duration tolerance;
    private final InstantSource clock;
    private final Map<NodeId, Mark> marks = new HashMap<>();
    private final Set<NodeId> forgotten = new HashSet<>();
    private List<Consumer<Boolean>> held = new ArrayList<>();
    private int waiting;
    private boolean saving;
    private boolean closed;

    /** Reads what was kept; blocks. */
    PingMarks(PingMarkStore store, Duration tolerance, InstantSource clock) {
        this.store = store;
        this.tolerance = tolerance;
        this.clock = clock;
        store.load().forEach((csp, mark) -> marks.put(csp, new Mark(mark)));
    }

    /** Whether a ping that the CSP signed then may have been taken before this node started. */
    boolean isBeforeStart(NodeId csp, Instant signed) {
        Mark mark = marks.get(csp);
        return mark != null && !signed.isAfter(mark.atStart);
    }

    /** Whether a ping that the CSP signed then may be taken now; then it counts as taken. */
    boolean take(NodeId csp, Instant signed) {
        Mark mark = marks.get(csp);
        if (closed || mark == null || signed.isAfter(mark.written)) {
            return false;
        }
        mark.reaches(signed);
        if (!saving && mark.isHalfUsed()) {
            save();
        }
        return true;
    }

    /**
     * Has the mark written that such a ping lacks.
     *
     * @param then called once, at once or later: whether the ping may be taken now
     * @return false if there is no room, and nobody is called
     */
    boolean hold(NodeId csp, Instant signed, Consumer<Boolean> then) {
        if (closed || waiting >= MAX_HELD || !hasRoomFor(csp)) {
            return false;
        }
        marks.computeIfAbsent(csp, _ -> new Mark(Instant.MIN)).reaches(signed);
        held.add(then);
        waiting++;
        if (!saving) {
            save();
        }
        return true;
    }

    /** Takes nothing more, and has the marks written that say where it ended. Idempotent. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        Map<NodeId, Instant> ends = new LinkedHashMap<>();
        marks.forEach((csp, mark) -> {
            if (mark.isUsed()) {
                ends.put(csp, mark.greatest);
            }
        });
        List<Consumer<Boolean>> late = held;
        held = new ArrayList<>();
        if (!ends.isEmpty()) {
            store.save(ends, Set.of(), _ -> {});
        }
        release(late, false);
    }

    /** Of a CSP whose pings before the mark are out of time, the mark says nothing more. */
    private boolean hasRoomFor(NodeId csp) {
        if (marks.size() < MAX_SIGNERS || marks.containsKey(csp)) {
            return true;
        }
        Instant outOfTime = clock.instant().minus(tolerance).minus(PingOptions.LIFETIME);
        marks.forEach((other, mark) -> {
            if (mark.greatest.isBefore(outOfTime) && mark.written.isBefore(outOfTime)) {
                forgotten.add(other);
            }
        });
        marks.keySet().removeAll(forgotten);
        return marks.size() < MAX_SIGNERS;
    }

    private void save() {
        saving = true;
        Map<NodeId, Instant> next = new LinkedHashMap<>();
        marks.forEach((csp, mark) -> {
            if (mark.isUsed() && mark.isHalfUsed()) {
                next.put(csp, mark.greatest.plus(AHEAD));
            }
        });
        Set<NodeId> gone = new HashSet<>(forgotten);
        gone.removeAll(next.keySet());
        forgotten.clear();
        List<Consumer<Boolean>> those = held;
        held = new ArrayList<>();
        store.save(next, gone, saved -> onSaved(next, gone, those, saved));
    }

    private void onSaved(Map<NodeId, Instant> next, Set<NodeId> gone, List<Consumer<Boolean>> those, boolean saved) {
        saving = false;
        if (saved) {
            next.forEach(this::written);
        } else {
            forgotten.addAll(gone);
        }
        release(those, saved && !closed);
        if (!held.isEmpty() && !saving && !closed) {
            save();
        }
    }

    private void written(NodeId csp, Instant until) {
        Mark mark = marks.get(csp);
        if (mark != null) {
            mark.written = until;
        }
    }

    private void release(List<Consumer<Boolean>> those, boolean mayBeTaken) {
        waiting -= those.size();
        those.forEach(then -> then.accept(mayBeTaken));
    }

    private static final class Mark {
        private final Instant atStart;
        private Instant written;
        private Instant greatest;

        Mark(Instant atStart) {
            this.atStart = atStart;
            this.written = atStart;
            this.greatest = atStart;
        }

        void reaches(Instant signed) {
            greatest = signed.isAfter(greatest) ? signed : greatest;
        }

        /** Since the start. */
        boolean isUsed() {
            return greatest.isAfter(atStart);
        }

        boolean isHalfUsed() {
            return greatest.plus(AHEAD.dividedBy(2)).isAfter(written);
        }
    }
}
