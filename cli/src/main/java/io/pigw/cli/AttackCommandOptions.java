package io.pigw.cli;

import io.pigw.simulation.AttackOptions;
import io.pigw.simulation.Partition;
import io.pigw.simulation.SimulationOptions;
import io.pigw.simulation.adversary.Adversaries;
import io.pigw.simulation.adversary.Adversary;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code simulate} does to an overlay besides letting it work. */
final class AttackCommandOptions {

    @Option(
            names = "--adversary",
            paramLabel = "NAME",
            split = ",",
            description = {
                "what bad peers do, several together: drop, tamper, misroute, replay, forge-route, poison-table,",
                "join-leave, eclipse, wormhole, flood, false-response, bad-storage, false-bootstrap, other-overlay;",
                "bad-storage does all of bad-storage-ignore, -alter, -delete, -stale"
            })
    List<String> adversaries = List.of();

    @Option(
            names = "--share",
            paramLabel = "S",
            split = ",",
            defaultValue = "0.1,0.2,0.3,0.4",
            description = "of the peers that are bad, one row each (default: ${DEFAULT-VALUE})")
    List<Double> shares = List.of();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "12",
            description = "runs of each row, from --seed on (default: ${DEFAULT-VALUE})")
    int seeds;

    @Option(
            names = "--churn",
            paramLabel = "RATE",
            defaultValue = "0",
            description = "peers a second that leave or crash, as many joining (default: ${DEFAULT-VALUE})")
    double churn;

    @Option(
            names = "--partition",
            paramLabel = "FROM..TO",
            description = "seconds in which the two halves of the overlay do not hear one another")
    @Nullable
    String partition;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "draw the ring, its bad nodes and the routes of some pings, of the first row and seed")
    @Nullable
    Path svg;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "draw what was delivered over the share of bad peers, with intervals and bounds")
    @Nullable
    Path plot;

    /** Whether anything is to be done to the overlay. */
    boolean isAsked() {
        return !adversaries.isEmpty() || churn > 0 || partition != null || svg != null || plot != null;
    }

    /** Whether the ring is to be drawn, and nothing counted. */
    boolean isPictureAlone() {
        return adversaries.isEmpty() && churn == 0 && partition == null && plot == null;
    }

    /** One for each row, with the first seed. */
    List<AttackOptions> rows(SimulationOptions overlay) {
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds must be 1 or more, not " + seeds);
        }
        List<Adversary> all = adversaries.stream().map(Adversaries::parse).toList();
        Partition divided = partition == null ? null : Partition.parse(partition);
        List<Double> bad = all.isEmpty() ? List.of(0.0) : shares;
        return bad.stream()
                .map(share -> AttackOptions.comparing(overlay, all, share, churn, divided))
                .toList();
    }
}
