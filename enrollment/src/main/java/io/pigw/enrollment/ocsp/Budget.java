package io.pigw.enrollment.ocsp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** So many certificates a second, and no more saved up than a second's. Any thread. */
final class Budget {

    private static final double MILLIS = 1_000;

    private final int perSecond;
    private final InstantSource clock;
    private double left;
    private Instant at;

    Budget(int perSecond, InstantSource clock) {
        this.perSecond = perSecond;
        this.clock = clock;
        this.left = perSecond;
        this.at = clock.instant();
    }

    /** Takes so many if there are so many. */
    synchronized boolean take(int certificates) {
        Instant now = clock.instant();
        long millis = Math.max(0, Duration.between(at, now).toMillis());
        left = Math.min(perSecond, left + perSecond * (millis / MILLIS));
        at = now;
        if (left < certificates) {
            return false;
        }
        left -= certificates;
        return true;
    }
}
