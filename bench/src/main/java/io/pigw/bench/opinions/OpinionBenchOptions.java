package io.pigw.bench.opinions;

import io.pigw.p2psip.message.TrustMessage;

/**
 * How much an opinion server knows, and what it is asked.
 *
 * @param nodes that something is known of, 100 to 10,000
 * @param observers of each, 1 to 20
 * @param routes of a question, 1 to 32
 * @param hops between the CSP and the destination of each, 1 to 20
 * @param seconds of each measurement, 1 to 600
 * @param rounds in each, everything is measured once; 1 to 100
 * @param askers CSPs that ask, each over its own link and 10,000 times a second at most, 1 to 64
 * @param window questions unanswered at a time where as many are asked as are answered, 1 to 1,024
 * @param rate questions a second otherwise, 1 to 100,000
 * @param outcomes a second that a CSP reports meanwhile, 1 to 2,000
 * @param heap of each JVM, such as {@code 1g}
 */
public record OpinionBenchOptions(
        int nodes,
        int observers,
        int routes,
        int hops,
        int seconds,
        int rounds,
        int askers,
        int window,
        int rate,
        int outcomes,
        String heap) {

    /** Checks the ranges. */
    public OpinionBenchOptions {
        within("nodes", nodes, 100, 10_000);
        within("observers", observers, 1, 20);
        within("routes", routes, 1, TrustMessage.MAX_ROUTES);
        within("hops", hops, 1, 20);
        within("seconds", seconds, 1, 600);
        within("rounds", rounds, 1, 100);
        within("askers", askers, 1, 64);
        within("window", window, 1, 1_024);
        within("rate", rate, 1, 100_000);
        within("outcomes", outcomes, 1, 2_000);
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
