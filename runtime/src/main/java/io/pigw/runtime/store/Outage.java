package io.pigw.runtime.store;

import java.time.Duration;

/**
 * A time without the database, and when it is tried next: at pauses that double.
 *
 * @param since nanoseconds, as {@link System#nanoTime}
 * @param nextTry the same
 */
record Outage(long since, long nextTry, Duration pause) {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    static Outage begin(long now) {
        return new Outage(now, now + FIRST.toNanos(), FIRST);
    }

    Outage failedAgain(long now) {
        Duration doubled = pause.multipliedBy(2);
        Duration next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return new Outage(since, now + next.toNanos(), next);
    }

    boolean isDue(long now) {
        return now - nextTry >= 0;
    }

    /** Until the next try. */
    long nanosLeft(long now) {
        return Math.max(0, nextTry - now);
    }

    Duration lasted(long now) {
        return Duration.ofNanos(now - since);
    }
}
