package io.pigw.simulation;

/**
 * What a run under attack came to.
 *
 * @param seed of the run
 * @param share of the peers that were bad
 * @param attempts pings to honest peers, each sent in all three ways
 * @param oneRoute one copy, from the CSP that serves the destination
 * @param severalRoutes copies with distinct first hops, from that CSP
 * @param otherOrigins as many copies, each from another CSP, the one that serves the destination among them
 * @param meanHops of the copies that arrived
 * @param healedSeconds virtual time from the end of it all until every list and finger was right again
 * @param traceHash SHA-256 of every delivery, in hexadecimal
 */
public record AttackResult(
        long seed,
        double share,
        int attempts,
        Delivery oneRoute,
        Delivery severalRoutes,
        Delivery otherOrigins,
        double meanHops,
        double healedSeconds,
        String traceHash) {}
