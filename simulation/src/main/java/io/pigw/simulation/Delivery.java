package io.pigw.simulation;

/**
 * How many pings were answered, and how many could have been.
 *
 * @param delivered share of pings that the destination answered in time, 0 to 1
 * @param bound share of pings of which at least one route led to the destination without a bad node on it, seen from above
 *     when it was sent
 */
public record Delivery(double delivered, double bound) {

    static Delivery of(int delivered, int possible, int attempts) {
        return new Delivery((double) delivered / attempts, (double) possible / attempts);
    }
}
