package io.pigw.cli;

import io.pigw.cli.deployment.DeploymentOptions;
import picocli.CommandLine.Option;

/** How large an overlay {@code demo} and {@code standalone} stand up; the paper's by default. */
final class OverlaySizeOptions {

    @Option(
            names = "--csps",
            paramLabel = "N",
            defaultValue = "" + DeploymentOptions.PAPER_CSPS,
            description = "Chord Secure Proxies, 1 to 64 (default: ${DEFAULT-VALUE}, as in the paper)")
    int csps = DeploymentOptions.PAPER_CSPS;

    @Option(
            names = "--peers",
            paramLabel = "N",
            defaultValue = "" + DeploymentOptions.PAPER_PEERS,
            description = "peers, 2 to 1000 (default: ${DEFAULT-VALUE}, as in the paper)")
    int peers = DeploymentOptions.PAPER_PEERS;

    @Option(
            names = "--routes",
            paramLabel = "K",
            defaultValue = "" + DeploymentOptions.PAPER_ROUTES,
            description = "copies of each PingRequest, 1 to 32 (default: ${DEFAULT-VALUE})")
    int routes = DeploymentOptions.PAPER_ROUTES;

    @Option(
            names = "--ring-bits",
            paramLabel = "B",
            defaultValue = "" + DeploymentOptions.PAPER_RING_BITS,
            description = {
                "the ring has 2^B IDs, 11 to 128 (default: ${DEFAULT-VALUE}, as in the paper). With another B, the IDs of",
                "bob (586), carol (1618), the gateway (260) and the CSPs are those of the paper times 2^(B-11)"
            })
    int ringBits = DeploymentOptions.PAPER_RING_BITS;
}
