package io.pigw.trust;

/**
 * What was seen of something: good and bad outcomes. Fractions come from ageing.
 *
 * @param good r, 0 to {@value #MAX_OUTCOMES}
 * @param bad s, 0 to {@value #MAX_OUTCOMES}
 */
public record Evidence(double good, double bad) {

    /** Nothing was seen. */
    public static final Evidence NONE = new Evidence(0, 0);

    /** The most outcomes of one sort; counts saturate there, at an uncertainty far below what matters. */
    public static final double MAX_OUTCOMES = 1e9;

    /** W: the weight of knowing nothing, in outcomes (Jøsang et al., 2006, §3). */
    static final double PRIOR_WEIGHT = 2;

    /** Checks the ranges. */
    public Evidence {
        if (!(good >= 0 && good <= MAX_OUTCOMES && bad >= 0 && bad <= MAX_OUTCOMES)) {
            throw new IllegalArgumentException("outcomes must be 0 to 1e9, not " + good + " and " + bad);
        }
    }

    /** Both together; saturates. */
    public Evidence plus(Evidence other) {
        return new Evidence(Math.min(MAX_OUTCOMES, good + other.good), Math.min(MAX_OUTCOMES, bad + other.bad));
    }

    /** b = r/(r+s+W), d = s/(r+s+W), u = W/(r+s+W) with W = 2. */
    public Opinion opinion(double baseRate) {
        double all = good + bad + PRIOR_WEIGHT;
        return new Opinion(good / all, bad / all, PRIOR_WEIGHT / all, baseRate);
    }
}
