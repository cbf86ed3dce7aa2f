package io.pigw.overlay.sos;

import java.time.Duration;

/**
 * When a bad opinion has settled.
 *
 * @param leastDisbelief of the opinion on the node, 0 to 1
 * @param mostUncertainty of it, 0 to 1
 * @param leastContradictions for the ground of contradiction
 * @param leastOfOne losses and contradictions that an observer must have seen to count, a fraction for they age
 * @param leastObservers who passed pings to the node that it lost
 * @param leastDestinations of those pings
 * @param quarantine whether all are to go round a condemned node
 * @param lasts how long it stays condemned without being judged again
 */
public record CondemnationOptions(
        double leastDisbelief,
        double mostUncertainty,
        double leastContradictions,
        double leastOfOne,
        int leastObservers,
        int leastDestinations,
        boolean quarantine,
        Duration lasts) {

    /** What suits a deployment. */
    public static final CondemnationOptions DEFAULTS =
            new CondemnationOptions(0.5, 0.2, 3, 0.9, 3, 3, true, Duration.ofDays(1));

    /** Checks the ranges. */
    public CondemnationOptions {
        if (!(leastDisbelief > 0 && leastDisbelief <= 1)) {
            throw new IllegalArgumentException(
                    "condemnation.leastDisbelief must be above 0 and up to 1, not " + leastDisbelief);
        }
        if (!(mostUncertainty >= 0 && mostUncertainty < 1)) {
            throw new IllegalArgumentException(
                    "condemnation.mostUncertainty must be 0 to less than 1, not " + mostUncertainty);
        }
        if (!(leastContradictions > 0 && leastOfOne > 0)) {
            throw new IllegalArgumentException("condemnation.leastContradictions and leastOfOne must be above 0, not "
                    + leastContradictions + " and " + leastOfOne);
        }
        if (leastObservers < 1 || leastDestinations < 1) {
            throw new IllegalArgumentException(
                    "condemnation.leastObservers and leastDestinations must be 1 and up, not " + leastObservers
                            + " and " + leastDestinations);
        }
        if (!lasts.isPositive()) {
            throw new IllegalArgumentException("condemnation.lasts must be above 0, not " + lasts);
        }
    }
}
