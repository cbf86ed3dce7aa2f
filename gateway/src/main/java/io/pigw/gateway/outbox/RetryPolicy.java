package io.pigw.gateway.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When the next attempt is due.
 *
 * @param first delay after the first attempt that failed, more than zero
 * @param max the longest delay; delays double up to here
 */
public record RetryPolicy(Duration first, Duration max) {

    /** Half a second, then 1 s, 2 s, … up to 10 s. */
    public static final RetryPolicy DEFAULTS = new RetryPolicy(Duration.ofMillis(500), Duration.ofSeconds(10));

    private static final int MAX_DOUBLINGS = 30;
    private static final double JITTER = 0.2;

    /** Checks the order of the two. */
    public RetryPolicy {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException("retry delays must be more than zero, the first not above the greatest");
        }
    }

    /**
     * The delay after the given number of failed attempts, 20 % to either side of the doubled one.
     *
     * @param failed 1 or more
     */
    Duration delay(int failed, RandomGenerator random) {
        long doubled = first.toMillis() << Math.min(failed - 1, MAX_DOUBLINGS);
        long millis = doubled <= 0 ? max.toMillis() : Math.min(doubled, max.toMillis());
        return Duration.ofMillis(Math.max(1, Math.round(millis * (1 + JITTER * (2 * random.nextDouble() - 1)))));
    }
}
