package io.pigw.simulation;

/**
 * An overlay of one size at rest.
 *
 * @param nodes members of the ring, CSPs counted
 * @param csps of them CSPs
 * @param seed of the run
 * @param meanHops links from the CSP that serves it to a destination drawn at random; 0 where there are no peers
 * @param predictedHops half of log2(nodes / csps), and 0.75
 * @param meanContacts neighbours and fingers that a node knows
 * @param meanLinks open links of a node at the end
 * @param messagesPerNodeSecond sent for upkeep alone
 * @param bytesPerNodeSecond of these, without TLS and TCP
 * @param delivered share of pings that were answered, 0 to 1; 0 where there are no peers
 * @param pings that were sent
 * @param ringCorrect whether every neighbour list was right at the end
 * @param virtualSeconds simulated time of the whole run
 * @param traceHash SHA-256 of every delivery, in hexadecimal
 */
public record ScalePoint(
        int nodes,
        int csps,
        long seed,
        double meanHops,
        double predictedHops,
        double meanContacts,
        double meanLinks,
        double messagesPerNodeSecond,
        double bytesPerNodeSecond,
        double delivered,
        int pings,
        boolean ringCorrect,
        long virtualSeconds,
        String traceHash) {

    /** Half of log2(nodes / csps), and 0.75: a ping crosses half of an arc on average, and what is left of it. */
    public static double predictedHops(double nodes, double csps) {
        return 0.5 * Math.log(nodes / csps) / Math.log(2) + 0.75;
    }
}
