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

    private static final List<Double> DEFAULT_SHARES = List.of(0.1, 0.2, 0.3, 0.4);
    private static final int DEFAULT_SEEDS = 12;

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
            description = "of the peers that --adversary makes bad, one row each (default: 0.1,0.2,0.3,0.4)")
    List<Double> shares = List.of();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "runs of each row, from --seed on (default: " + DEFAULT_SEEDS + ")")
    @Nullable
    Integer seeds;

    @Option(
            names = "--churn",
            paramLabel = "RATE",
            defaultValue = "0",
            description = "peers a second that leave or crash, as many joining (default: ${DEFAULT-VALUE})")
    double churn;

    @Option(
            names = "--partition",
            paramLabel = "FROM..TO",
            description = {
                "seconds in which the two halves of the overlay do not hear one another, counted from when the pings begin:",
                "90 s after adversaries and churn; pings go on for 60 s after it at least"
            })
    @Nullable
    String partition;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = {
                "draw the ring, its bad nodes and the routes of some pings, of the first row and seed;",
                "without --adversary, --churn, --partition and --plot it draws, and counts nothing"
            })
    @Nullable
    Path svg;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = {
                "draw what was delivered over the share of bad peers, with intervals, and what honest routes led to;",
                "where bad-storage is alone, what was found and what an honest node held"
            })
    @Nullable
    Path plot;

    /** Whether anything is to be done to the overlay. */
    boolean isAsked() {
        return isCounted() || svg != null;
    }

    /** Whether pings are to be counted under attack; otherwise the ring is drawn at most. */
    boolean isCounted() {
        return !adversaries.isEmpty() || churn != 0 || partition != null || plot != null;
    }

    /** How many runs a row has. */
    int seeds() {
        return seeds == null ? DEFAULT_SEEDS : seeds;
    }

    /**
     * These, unless one of them would have no effect.
     *
     * @throws IllegalArgumentException that names the option
     */
    AttackCommandOptions checked() {
        if (!shares.isEmpty() && adversaries.isEmpty()) {
            throw new IllegalArgumentException("--share has no effect without --adversary");
        }
        if (seeds != null && !isCounted()) {
            throw new IllegalArgumentException(
                    "--seeds has no effect without --adversary, --churn, --partition or --plot");
        }
        return this;
    }

    /** One for each row, with the first seed. */
    List<AttackOptions> rows(SimulationOptions overlay) {
        if (seeds() < 1) {
            throw new IllegalArgumentException("seeds must be 1 or more, not " + seeds());
        }
        List<Adversary> all = adversaries.stream().map(Adversaries::parse).toList();
        Partition divided = partition == null ? null : Partition.parse(partition);
        List<Double> bad = all.isEmpty() ? List.of(0.0) : shares.isEmpty() ? DEFAULT_SHARES : shares;
        return bad.stream()
                .map(share -> AttackOptions.comparing(overlay, all, share, churn, divided))
                .toList();
    }
}
