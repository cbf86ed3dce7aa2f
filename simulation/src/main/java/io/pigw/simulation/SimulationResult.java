package io.pigw.simulation;

import io.pigw.simulation.keys.Signatures;

/**
 * What a run came to.
 *
 * @param nodes members of the ring
 * @param csps of them CSPs
 * @param malicious share of peers that misbehave, 0 to 1
 * @param routes copies of each ping
 * @param seed of the run
 * @param attempts pings
 * @param delivered share of pings that the destination answered in time, 0 to 1
 * @param bound share of pings of which at least one route led to the destination when it was sent, seen from above
 * @param meanHops links from the CSP to the destination, over all copies that arrived and verified
 * @param totalHops {@code meanHops} and the three hops of the paper's §5.1
 * @param messagesSent messages of all kinds from the first ping to the last answer
 * @param joinMessages messages of all kinds before that
 * @param meanLinks open links of a node, at the end
 * @param fingerAccuracy share of fingers that are right at the end, 0 to 1
 * @param ringCorrect whether all neighbour lists are right at the end
 * @param virtualMillis simulated time of the whole run
 * @param signatures real or modelled
 * @param traceHash SHA-256 of every delivery, in hexadecimal
 */
public record SimulationResult(
        int nodes,
        int csps,
        double malicious,
        int routes,
        long seed,
        int attempts,
        double delivered,
        double bound,
        double meanHops,
        double totalHops,
        long messagesSent,
        long joinMessages,
        double meanLinks,
        double fingerAccuracy,
        boolean ringCorrect,
        long virtualMillis,
        Signatures signatures,
        String traceHash) {}
