package io.pigw.cli;

import io.pigw.simulation.SimulationOptions;
import io.pigw.simulation.trust.TrustComparison;
import io.pigw.simulation.trust.TrustThreat;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "trust",
        mixinStandardHelpOptions = true,
        description = {
            "What the opinion server is worth: pings sent with it and without, among peers that drop, alter and lie.",
            "Each way in overlays of its own under virtual time, with the same nodes, the same bad ones and the same destinations.",
            "Messages are all those for a ping: copies, receipts, answers, audits, reports, questions. Two processors take a minute",
            "or two for a threat and a share, for whitewash some more. With --settle below 300 what peers report is not counted."
        },
        footer = {
            "",
            "Threats: drop, tamper, on-off, collude, whitewash, liars",
            "",
            "Examples:",
            "  pigw bench trust --threat drop --share 0.3",
            "  pigw bench trust --plot trust.svg"
        })
final class TrustBenchCommand implements Callable<Integer> {

    private static final int MOST_SEEDS = 1_000;

    /** A fifth of the peers may lie, and some are to be honest. */
    private static final double MOST_BAD = 0.7;

    /** The first minute is shown by itself. */
    private static final int LEAST_SETTLING = 60;

    @Spec
    @Nullable
    CommandSpec command;

    @Option(
            names = "--threat",
            split = ",",
            paramLabel = "NAME",
            description = "what bad peers do (default: each of them, one after the other)")
    List<String> threats = List.of();

    @Option(
            names = "--share",
            split = ",",
            defaultValue = "0.1,0.2,0.3,0.4",
            description = "of the peers that are bad (default: ${DEFAULT-VALUE})")
    List<Double> shares = List.of();

    @Option(names = "--seeds", defaultValue = "12", description = "for each row (default: ${DEFAULT-VALUE})")
    int seeds;

    @Option(names = "--seed", defaultValue = "1", description = "the first of them (default: ${DEFAULT-VALUE})")
    long seed;

    @Option(names = "--nodes", defaultValue = "512", description = "members of the ring (default: ${DEFAULT-VALUE})")
    int nodes;

    @Option(names = "--csps", defaultValue = "15", description = "of them CSPs (default: ${DEFAULT-VALUE})")
    int csps;

    @Option(
            names = "--rate",
            defaultValue = "10",
            description = "pings a second in the whole overlay (default: ${DEFAULT-VALUE})")
    double rate;

    @Option(
            names = "--settle",
            defaultValue = "600",
            paramLabel = "SECONDS",
            description = "before pings count where opinions are to settle, 60 or more (default: ${DEFAULT-VALUE})")
    int settle;

    @Option(
            names = "--measure",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description = "while pings count (default: ${DEFAULT-VALUE})")
    int measure;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "draw delivery over messages as SVG, at the share nearest to 0.3")
    @Nullable
    Path plot;

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    @Override
    public Integer call() {
        CommandSpec spec = Objects.requireNonNull(command);
        List<TrustThreat> asked = Usage.checked(
                spec,
                () -> threats.isEmpty()
                        ? Arrays.asList(TrustThreat.values())
                        : threats.stream().map(TrustThreat::parse).toList());
        check(spec);
        Picture.requireFolder(plot);
        TrustComparison.Plan plan = Usage.checked(
                spec,
                () -> new TrustComparison.Plan(
                        SimulationOptions.PAPER.withNodes(nodes, csps).withSeed(seed),
                        seeds,
                        Duration.ofSeconds(settle),
                        Duration.ofSeconds(measure),
                        rate));
        TrustReport report = SimulateCommand.explained(
                () -> TrustReport.run(asked, shares, plan, new Progress(System.err, Clock.systemUTC())));
        if (plot != null) {
            Picture.write(plot, TrustPlot.svg(report));
            spec.commandLine().getErr().println("drew " + plot);
        }
        System.out.println(json ? Json.line(report.plain()) : report.table());
        return 0;
    }

    private void check(CommandSpec spec) {
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw new ParameterException(spec.commandLine(), "--seeds must be 1 to " + MOST_SEEDS + ", not " + seeds);
        }
        if (shares.isEmpty() || shares.stream().anyMatch(share -> !(share > 0 && share <= MOST_BAD))) {
            throw new ParameterException(spec.commandLine(), "--share must be above 0 and at most " + MOST_BAD);
        }
        if (settle < LEAST_SETTLING) {
            throw new ParameterException(spec.commandLine(), "--settle must be 60 or more, not " + settle);
        }
        if (measure < 1 || !(rate > 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--measure and --rate must be more than 0, not " + measure + " and " + rate);
        }
    }
}
