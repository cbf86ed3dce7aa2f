package io.pigw.enrollment.ocsp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** So many signatures a second, and no more saved up than a second's. Any thread. */
final class SignatureBudget {

    private static final double MILLIS = 1_000;

    private final int perSecond;
    private final InstantSource clock;
    private double left;
    private Instant at;

    SignatureBudget(int perSecond, InstantSource clock) {
        this.perSecond = perSecond;
        this.clock = clock;
        this.left = perSecond;
        this.at = clock.instant();
    }

    /** Takes one if there is one. */
    synchronized boolean take() {
        Instant now = clock.instant();
        long millis = Math.max(0, Duration.between(at, now).toMillis());
        left = Math.min(perSecond, left + perSecond * (millis / MILLIS));
        at = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
