package io.pigw.simulation;

/**
 * How many fetches found what they were for.
 *
 * @param fetches by honest nodes, of records of other honest nodes
 * @param delivered share that got the newest value, 0 to 1
 * @param bound share of which an honest one of the three nodes that should hold the value did, when it was asked for
 * @param rejected values that the fetchers did not believe
 */
public record RecordDelivery(int fetches, double delivered, double bound, long rejected) {}
