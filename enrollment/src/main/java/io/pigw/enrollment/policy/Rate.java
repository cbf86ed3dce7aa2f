package io.pigw.enrollment.policy;

import io.pigw.runtime.config.Default;

/**
 * How often something may be done: a bucket of {@code burst} that fills up at {@code perHour}.
 *
 * @param burst at once, 1 to 1,000,000
 * @param perHour in the long run, 1 to 3,600,000
 */
public record Rate(@Default("60") int burst, @Default("120") int perHour) {

    private static final int MAX_BURST = 1_000_000;
    private static final int MAX_PER_HOUR = 3_600_000;

    /** Checks the ranges. */
    public Rate {
        if (burst < 1 || burst > MAX_BURST || perHour < 1 || perHour > MAX_PER_HOUR) {
            throw new IllegalArgumentException("a rate has a burst of 1 to " + MAX_BURST + " and 1 to " + MAX_PER_HOUR
                    + " per hour, not " + burst + " and " + perHour);
        }
    }
}
