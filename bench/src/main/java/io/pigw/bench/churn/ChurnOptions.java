package io.pigw.bench.churn;

import io.pigw.p2psip.Ring;

/**
 * How many nodes, and how many of them die.
 *
 * @param csps CSPs, 2 to 64
 * @param peers 8 to 1,000
 * @param ringBits the ring has 2^ringBits IDs, 16 to 128
 * @param share of all nodes that die at once, 0 to 0.5
 * @param seed of all IDs, of who dies, and of who fetches what
 * @param heap of each JVM, such as {@code 1g}
 */
public record ChurnOptions(int csps, int peers, int ringBits, double share, long seed, String heap) {

    private static final int FEWEST_CSPS = 2;
    private static final int MOST_CSPS = 64;
    private static final int FEWEST_PEERS = 8;
    private static final int MOST_PEERS = 1_000;
    private static final int FEWEST_BITS = 16;
    private static final double MOST = 0.5;

    /** Checks the ranges. */
    public ChurnOptions {
        within("csps", csps, FEWEST_CSPS, MOST_CSPS);
        within("peers", peers, FEWEST_PEERS, MOST_PEERS);
        within("ring-bits", ringBits, FEWEST_BITS, Ring.MAX_BITS);
        if (!(share >= 0 && share <= MOST)) {
            throw new IllegalArgumentException("--share must be 0 to " + MOST + ", not " + share);
        }
        if (!heap.matches("[1-9][0-9]*[mg]")) {
            throw new IllegalArgumentException("the heap is written like 512m or 2g");
        }
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("--" + name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
