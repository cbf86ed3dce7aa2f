package io.pigw.simulation;

import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.simulation.keys.Signatures;

/**
 * One run.
 *
 * @param nodes members of the ring, CSPs counted, 1 to 100,000
 * @param csps how many of them are CSPs, 1 to 1,024
 * @param ringBits the ring's size as a power of two, 1 to 128
 * @param routes copies of each ping, 1 to 32
 * @param attempts pings to destinations drawn at random
 * @param signatures real or modelled
 * @param seed of every choice
 */
public record SimulationOptions(
        int nodes, int csps, int ringBits, int routes, int attempts, Signatures signatures, long seed) {

    /** The paper's overlay: 512 nodes with 15 CSPs in a ring of 2^11, three routes. */
    public static final SimulationOptions PAPER = new SimulationOptions(512, 15, 11, 3, 1_000, Signatures.MODEL, 1);

    private static final int MAX_NODES = 100_000;
    private static final int MAX_CSPS = 1_024;
    private static final int MAX_ATTEMPTS = 10_000_000;

    /** Checks the ranges. */
    public SimulationOptions {
        if (nodes < 1 || nodes > MAX_NODES) {
            throw new IllegalArgumentException("nodes must be 1 to " + MAX_NODES + ", not " + nodes);
        }
        if (csps < 1 || csps > MAX_CSPS || csps > nodes) {
            throw new IllegalArgumentException(
                    "CSPs must be 1 to " + MAX_CSPS + ", and no more than the " + nodes + " nodes, not " + csps);
        }
        if (routes < 1 || routes > PingTerms.MAX_ROUTES) {
            throw new IllegalArgumentException("routes must be 1 to " + PingTerms.MAX_ROUTES + ", not " + routes);
        }
        if (ringBits < 1 || ringBits > Ring.MAX_BITS) {
            throw new IllegalArgumentException("ring bits must be 1 to " + Ring.MAX_BITS + ", not " + ringBits);
        }
        if (ringBits < Integer.SIZE - 1 && nodes > 1 << ringBits) {
            throw new IllegalArgumentException("a ring of 2^" + ringBits + " has no room for " + nodes + " nodes");
        }
        if (attempts < 0 || attempts > MAX_ATTEMPTS) {
            throw new IllegalArgumentException("attempts must be 0 to " + MAX_ATTEMPTS + ", not " + attempts);
        }
    }

    /** The same with another seed. */
    public SimulationOptions withSeed(long other) {
        return new SimulationOptions(nodes, csps, ringBits, routes, attempts, signatures, other);
    }

    /** The same with another number of nodes and CSPs. */
    public SimulationOptions withNodes(int otherNodes, int otherCsps) {
        return new SimulationOptions(otherNodes, otherCsps, ringBits, routes, attempts, signatures, seed);
    }

    /** The same in another ring. */
    public SimulationOptions withRingBits(int bits) {
        return new SimulationOptions(nodes, csps, bits, routes, attempts, signatures, seed);
    }

    /** The same with another number of attempts. */
    public SimulationOptions withAttempts(int count) {
        return new SimulationOptions(nodes, csps, ringBits, routes, count, signatures, seed);
    }

    /** The same with other signatures. */
    public SimulationOptions withSignatures(Signatures other) {
        return new SimulationOptions(nodes, csps, ringBits, routes, attempts, other, seed);
    }
}
