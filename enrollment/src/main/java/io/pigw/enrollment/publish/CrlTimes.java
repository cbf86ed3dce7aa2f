package io.pigw.enrollment.publish;

import java.time.Duration;

/**
 * When CRLs are made.
 *
 * @param every a new one is due so long after the last, revocations or not; 1 minute to a day
 * @param life how long one is good; at least twice {@code every}, at most 30 days
 */
public record CrlTimes(Duration every, Duration life) {

    private static final Duration MIN_EVERY = Duration.ofMinutes(1);
    private static final Duration MAX_EVERY = Duration.ofDays(1);
    private static final Duration MAX_LIFE = Duration.ofDays(30);

    /** Hourly, good for a day. */
    public static final CrlTimes DEFAULT = new CrlTimes(Duration.ofHours(1), Duration.ofHours(24));

    /** Checks the ranges. */
    public CrlTimes {
        if (every.compareTo(MIN_EVERY) < 0 || every.compareTo(MAX_EVERY) > 0) {
            throw new IllegalArgumentException("publish.crl.every is 1m to 1d, not " + every);
        }
        if (life.compareTo(every.multipliedBy(2)) < 0 || life.compareTo(MAX_LIFE) > 0) {
            throw new IllegalArgumentException("publish.crl.life is at least twice publish.crl.every (" + every
                    + "), so that one late list closes nothing, and at most 30d; not " + life);
        }
    }
}
