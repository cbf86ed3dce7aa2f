package io.pigw.simulation;

/**
 * How many pings of an arm were answered, and how many could have been.
 *
 * @param arm how they were sent
 * @param delivered share of pings that the destination answered in time, 0 to 1
 * @param bound share of pings of which at least one route led to the destination without a bad node on it, seen from above
 *     when it was sent
 */
public record Delivery(Arm arm, double delivered, double bound) {}
