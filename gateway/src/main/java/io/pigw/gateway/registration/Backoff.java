package io.pigw.gateway.registration;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses between attempts (RFC 5626 §4.5): {@code base}, doubled with each failure up to a limit, and of that a random half to whole.
 *
 * @param base half of the first pause, before the random part
 * @param max the longest
 */
public record Backoff(Duration base, Duration max) {

    private static final int MAX_DOUBLINGS = 20;

    /** Checks the range. */
    public Backoff {
        if (!base.isPositive() || base.compareTo(max) > 0) {
            throw new IllegalArgumentException("the first pause must be above 0, and not above the longest");
        }
    }

    /**
     * The pause.
     *
     * @param failures in a row, 1 and up
     */
    Duration after(int failures, RandomGenerator random) {
        long upper = Math.min(max.toMillis(), base.toMillis() << Math.min(failures, MAX_DOUBLINGS));
        if (upper <= 0) {
            upper = max.toMillis();
        }
        return Duration.ofMillis(random.nextLong(upper / 2, upper + 1));
    }

    /** The longest pause, likewise random. */
    Duration longest(RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(max.toMillis() / 2, max.toMillis() + 1));
    }
}
