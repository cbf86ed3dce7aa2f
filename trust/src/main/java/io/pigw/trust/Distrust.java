package io.pigw.trust;

/** When an opinion on a node is reason to go round it. */
public final class Distrust {

    /** Of what is known, so much speaks against the node: more than one in three of the pings that it took is lost. */
    static final double LEAST_SHARE = 0.35;

    /** With more doubt, a single outcome as it may be, nobody is judged. */
    public static final double MOST_UNCERTAINTY = 0.5;

    private Distrust() {}

    /** Whether enough is known, and it is bad. A newcomer is not distrusted. */
    public static boolean is(Opinion opinion) {
        double known = opinion.belief() + opinion.disbelief();
        return opinion.uncertainty() <= MOST_UNCERTAINTY && opinion.disbelief() > LEAST_SHARE * known;
    }
}
