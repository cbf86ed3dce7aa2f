package io.pigw.trust;

import java.time.Duration;

/**
 * Evidence fades: an outcome weighs λ^Δt, one half after the half-life. Bad outcomes take two half-lives, so that a node that
 * is good and bad by turns (the on-off attack) does not wash itself clean at the pace at which it earned its credit.
 *
 * @param halfLife of good outcomes, a second to ten years
 */
public record Ageing(Duration halfLife) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3_650);
    private static final double BAD_HALF_LIVES = 2;

    /** What suits a deployment. */
    public static final Ageing DEFAULT = new Ageing(Duration.ofDays(1));

    /** Checks the range. */
    public Ageing {
        if (halfLife.compareTo(SHORTEST) < 0 || halfLife.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("half-life must be a second to ten years, not " + halfLife);
        }
    }

    /**
     * The evidence after a while.
     *
     * @param elapsed since it was weighed; a negative time, of a clock that was set back, ages nothing
     */
    public Evidence age(Evidence evidence, Duration elapsed) {
        if (!elapsed.isPositive()) {
            return evidence;
        }
        double halfLives = seconds(elapsed) / seconds(halfLife);
        return new Evidence(
                evidence.good() * Math.pow(2, -halfLives), evidence.bad() * Math.pow(2, -halfLives / BAD_HALF_LIVES));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
