package io.pigw.gateway.ua;

/**
 * Limits of a sender.
 *
 * @param maxInFlight requests without an outcome at once; more fail at once
 * @param t1Millis RFC 3261's T1, 500 but in tests: Timer F is 64 times that
 */
public record SenderOptions(int maxInFlight, int t1Millis) {

    private static final int T1_MILLIS = 500;

    /** Checks the ranges. */
    public SenderOptions {
        if (maxInFlight < 1 || t1Millis < 1 || t1Millis > 60_000) {
            throw new IllegalArgumentException("maxInFlight must be 1 or more and t1Millis 1 to 60000");
        }
    }

    /** With RFC 3261's T1. */
    public static SenderOptions of(int maxInFlight) {
        return new SenderOptions(maxInFlight, T1_MILLIS);
    }
}
