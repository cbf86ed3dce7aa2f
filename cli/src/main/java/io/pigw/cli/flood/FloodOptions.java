package io.pigw.cli.flood;

import io.pigw.cli.deployment.DeploymentOptions;
import io.pigw.p2psip.HostPort;
import java.nio.file.Path;

/**
 * How long is measured, and how much is flooded.
 *
 * @param csps CSPs, 1 to 64
 * @param peers 4 to 200; the last of them floods
 * @param seconds of each measurement, 1 to 600
 * @param rate honest messages a second, 1 to 10, which is how often a peer may have another looked for
 * @param perSecond what the flooder wants to send to each of two nodes in a second, 100 to 100,000
 */
public record FloodOptions(int csps, int peers, int seconds, int rate, int perSecond) {

    private static final int RING_BITS = 64;
    private static final int FEWEST_PEERS = 4;
    private static final int MOST_PEERS = 200;
    private static final int MOST_SECONDS = 600;
    private static final int MOST_RATE = 10;
    private static final int FEWEST_PER_SECOND = 100;
    private static final int MOST_PER_SECOND = 100_000;

    /** Checks the ranges. */
    public FloodOptions {
        within("--peers", peers, FEWEST_PEERS, MOST_PEERS);
        within("--seconds", seconds, 1, MOST_SECONDS);
        within("--rate", rate, 1, MOST_RATE);
        within("--flood", perSecond, FEWEST_PER_SECOND, MOST_PER_SECOND);
        DeploymentOptions.checkSize(RING_BITS, csps, peers, DeploymentOptions.PAPER_ROUTES);
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " must be " + least + " to " + most + ", not " + value);
        }
    }

    DeploymentOptions deployment(Path data) {
        return new DeploymentOptions(
                data,
                RING_BITS,
                csps,
                peers,
                DeploymentOptions.PAPER_ROUTES,
                new HostPort("127.0.0.1", 0),
                null,
                new HostPort("127.0.0.1", 0),
                DeploymentOptions.DEFAULT_OVERLAY_DOMAIN,
                DeploymentOptions.DEFAULT_IMS_DOMAIN);
    }
}
