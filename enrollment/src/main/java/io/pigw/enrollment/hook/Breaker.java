package io.pigw.enrollment.hook;

import java.time.Duration;
import java.time.Instant;

/**
 * Spares a system that does not answer, and those who would wait for it. Passive: it is told the time. Any thread.
 *
 * <pre>
 *   CLOSED --5 failures in a row--> OPEN --10 s--> one question --answered--> CLOSED
 *                                    ^-------------------'failed
 * </pre>
 */
final class Breaker {

    /** Failures in a row after which nobody is asked. */
    static final int FAILURES = 5;

    /** How long nobody is asked; then one question is. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private int failures;
    private Instant next = Instant.MIN;

    /** Whether to ask now. */
    synchronized boolean admits(Instant now) {
        if (failures < FAILURES) {
            return true;
        }
        if (now.isBefore(next)) {
            return false;
        }
        next = now.plus(PAUSE);
        return true;
    }

    synchronized void answered() {
        failures = 0;
    }

    synchronized void failed(Instant now) {
        failures = Math.min(failures + 1, FAILURES);
        if (failures == FAILURES) {
            next = now.plus(PAUSE);
        }
    }
}
