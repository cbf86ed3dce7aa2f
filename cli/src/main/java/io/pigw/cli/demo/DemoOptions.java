package io.pigw.cli.demo;

import io.pigw.cli.deployment.DeploymentOptions;

/**
 * How the demo is played.
 *
 * @param ringBits the ring's size as a power of two
 * @param csps how many
 * @param peers how many
 * @param routes copies of a ping
 * @param messages measured, each way
 * @param warmUp messages before that, each way
 * @param seed of the destinations
 */
public record DemoOptions(int ringBits, int csps, int peers, int routes, int messages, int warmUp, long seed) {

    private static final int MAX_MESSAGES = 100_000;

    /** Checks the ranges. */
    public DemoOptions {
        DeploymentOptions.checkSize(ringBits, csps, peers, routes);
        if (messages < 1 || messages > MAX_MESSAGES || warmUp < 0 || warmUp > MAX_MESSAGES) {
            throw new IllegalArgumentException("--messages must be 1 to " + MAX_MESSAGES + ", --warm-up 0 or more");
        }
    }
}
