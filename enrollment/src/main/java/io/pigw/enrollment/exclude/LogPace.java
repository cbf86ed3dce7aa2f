package io.pigw.enrollment.exclude;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Says when something may be logged again: once a minute for each kind, so that nobody fills the disk. Any thread. */
final class LogPace {

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<Kind, Instant> last = new HashMap<>();

    LogPace(InstantSource clock) {
        this.clock = clock;
    }

    /** What is logged. */
    enum Kind {
        CAPPED,
        PROTECTED,
        REFUSED,
        MALFORMED
    }

    synchronized boolean isDue(Kind kind) {
        Instant now = clock.instant();
        Instant before = last.get(kind);
        if (before != null && now.isBefore(before.plus(EVERY))) {
            return false;
        }
        last.put(kind, now);
        return true;
    }
}
