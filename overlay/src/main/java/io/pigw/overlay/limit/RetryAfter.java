package io.pigw.overlay.limit;

import java.util.random.RandomGenerator;

/** How long to stay away when there is too much to do (RFC 3261 §20.33, §21.5.4): as long as what waits needs to drain. */
public final class RetryAfter {

    /** The least and the most that is asked for, in seconds. */
    static final int MIN_SECONDS = 1;

    static final int MAX_SECONDS = 60;

    /** What is asked for as long as nothing was measured. */
    static final int UNMEASURED_SECONDS = 5;

    private static final double JITTER = 0.5;

    private RetryAfter() {}

    /**
     * Seconds, 1 to 60, up to a half more than computed: whoever was refused together does not come back together.
     *
     * @param waiting what has to drain first
     * @param perSecond how much drains
     */
    public static int seconds(double waiting, double perSecond, RandomGenerator random) {
        return jittered(waiting / Math.max(perSecond, 1.0 / MAX_SECONDS), random);
    }

    /** The same for a time that is known. */
    public static int jittered(double seconds, RandomGenerator random) {
        double spread = seconds * (1 + JITTER * random.nextDouble());
        return Math.clamp(Math.round(Math.ceil(spread)), MIN_SECONDS, MAX_SECONDS);
    }
}
