package io.pigw.cli.churn;

import io.pigw.cli.deployment.DeploymentOptions;
import io.pigw.p2psip.HostPort;
import java.nio.file.Path;

/**
 * How many nodes, and how many of them die.
 *
 * @param csps CSPs, 2 to 64
 * @param peers 8 to 1,000
 * @param ringBits the ring has 2^ringBits IDs, 11 to 128
 * @param share of all nodes that die at once, 0 to 0.5
 * @param seed of the draw; the IDs are the enrollment server's and other ones each time
 */
public record ChurnOptions(int csps, int peers, int ringBits, double share, long seed) {

    private static final int FEWEST_CSPS = 2;
    private static final int FEWEST_PEERS = 8;
    private static final double MOST = 0.5;

    /** Checks the ranges. */
    public ChurnOptions {
        DeploymentOptions.checkSize(ringBits, csps, peers, DeploymentOptions.PAPER_ROUTES);
        if (csps < FEWEST_CSPS || peers < FEWEST_PEERS) {
            throw new IllegalArgumentException("--csps must be " + FEWEST_CSPS + " or more, --peers " + FEWEST_PEERS
                    + " or more: some have to be left");
        }
        if (csps + peers > DeploymentOptions.MOST_FULL_MEMBERS) {
            throw new IllegalArgumentException("--csps and --peers must be " + DeploymentOptions.MOST_FULL_MEMBERS
                    + " together at most: in one process every link takes two open files");
        }
        if (!(share >= 0 && share <= MOST)) {
            throw new IllegalArgumentException("--share must be 0 to " + MOST + ", not " + share);
        }
    }

    DeploymentOptions deployment(Path data) {
        return new DeploymentOptions(
                data,
                ringBits,
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
