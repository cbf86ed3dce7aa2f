package io.pigw.trust;

/**
 * A binomial opinion of subjective logic, ω = (b, d, u) with base rate a; the paper's {t, d, u} (§2.4). Each is 0 to 1, and
 * b + d + u = 1.
 *
 * @param belief b, the paper's t
 * @param disbelief d
 * @param uncertainty u
 * @param baseRate a, the share of the uncertainty that counts as belief when nothing else is known
 */
public record Opinion(double belief, double disbelief, double uncertainty, double baseRate) {

    /** By how much b + d + u may miss 1, and each of the four its range: rounding of a long chain of operations. */
    public static final double TOLERANCE = 1e-9;

    /** Of a newcomer, at most: the two outcomes are as likely. */
    public static final double DEFAULT_BASE_RATE = 0.5;

    /** Checks the ranges and the sum. */
    public Opinion {
        belief = inRange(belief, "belief");
        disbelief = inRange(disbelief, "disbelief");
        uncertainty = inRange(uncertainty, "uncertainty");
        baseRate = inRange(baseRate, "base rate");
        if (Math.abs(belief + disbelief + uncertainty - 1) > TOLERANCE) {
            throw new IllegalArgumentException(
                    "belief, disbelief and uncertainty must add up to 1, not " + (belief + disbelief + uncertainty));
        }
    }

    /** Nothing is known: u = 1. */
    public static Opinion vacuous(double baseRate) {
        return new Opinion(0, 0, 1, baseRate);
    }

    /** v = b + a·u: the probability to reckon with, 0 to 1. */
    public double expectation() {
        return Math.min(1, expectation(belief, uncertainty, baseRate));
    }

    /** v = b + a·u. */
    static double expectation(double belief, double uncertainty, double baseRate) {
        return belief + baseRate * uncertainty;
    }

    private static double inRange(double value, String name) {
        if (!(value >= -TOLERANCE && value <= 1 + TOLERANCE)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, not " + value);
        }
        return Math.clamp(value, 0.0, 1.0);
    }
}
