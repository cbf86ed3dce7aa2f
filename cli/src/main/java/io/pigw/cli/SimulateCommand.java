package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pigw.simulation.AttackOptions;
import io.pigw.simulation.AttackRun;
import io.pigw.simulation.Simulation;
import io.pigw.simulation.SimulationException;
import io.pigw.simulation.SimulationOptions;
import io.pigw.simulation.SimulationResult;
import io.pigw.simulation.keys.Signatures;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Runs an overlay under virtual time: the product's own code, no sockets, no waiting.",
            "The same options and seed give the same trace, to the byte.",
            "With --adversary, --churn, --partition or --plot: how many pings are answered under attack with one route, with"
                    + " several, and with other CSPs as origins, beside the share to which a route of honest nodes led.",
            "With --scale: what overlays of several sizes cost at rest."
        },
        footer = {
            "",
            "Examples:",
            "  pigw simulate --nodes 512 --csps 15",
            "  pigw simulate --nodes 100000",
            "  pigw simulate --scale 64,512,4096",
            "  pigw simulate --adversary drop --share 0.1,0.2,0.3,0.4 --plot delivery.svg",
            "  pigw simulate --adversary poison-table,flood --share 0.2 --svg ring.svg"
        })
final class SimulateCommand implements Callable<Integer> {

    private static final int PAPERS_RING_BITS = 11;
    private static final int PAPERS_RING_SERVES = 1_024;
    private static final int LARGE_RING_BITS = 64;

    @Spec
    @Nullable
    CommandSpec command;

    @Option(names = "--nodes", defaultValue = "512", description = "members of the ring (default: ${DEFAULT-VALUE})")
    int nodes;

    @Option(names = "--csps", defaultValue = "15", description = "of them CSPs (default: ${DEFAULT-VALUE})")
    int csps;

    @Option(names = "--routes", defaultValue = "3", description = "copies of each ping (default: ${DEFAULT-VALUE})")
    int routes;

    @Option(names = "--attempts", defaultValue = "1000", description = "pings (default: ${DEFAULT-VALUE})")
    int attempts;

    @Option(
            names = "--ring-bits",
            paramLabel = "B",
            description = "the ring has 2^B IDs (default: 11, the paper's, up to 1024 nodes, 64 for more)")
    @Nullable
    Integer ringBits;

    @Option(names = "--seed", defaultValue = "1", description = "of every choice (default: ${DEFAULT-VALUE})")
    long seed;

    @Option(
            names = "--signatures",
            defaultValue = "MODEL",
            description = "real (P-256) or model (default: ${DEFAULT-VALUE})")
    Signatures signatures = Signatures.MODEL;

    @Mixin
    AttackCommandOptions attack = new AttackCommandOptions();

    @Mixin
    ScaleCommandOptions scale = new ScaleCommandOptions();

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    @Override
    public Integer call() {
        CommandSpec spec = Objects.requireNonNull(command);
        Progress progress = new Progress(System.err, Clock.systemUTC());
        Usage.checked(spec, attack::checked);
        if (attempts < 1) {
            throw new ParameterException(spec.commandLine(), "--attempts must be 1 or more, not " + attempts);
        }
        if (scale.isAsked()) {
            System.out.println(scaled(spec, progress));
            return 0;
        }
        SimulationOptions options = Usage.checked(
                spec, () -> new SimulationOptions(nodes, csps, ringBits(nodes), routes, attempts, signatures, seed));
        if (attack.isAsked()) {
            attacked(spec, options, progress);
            return 0;
        }
        progress.begin("simulating " + nodes + " nodes, seed " + seed);
        SimulationResult result = explained(() -> Simulation.run(options));
        progress.end(String.format(Locale.ROOT, "delivered %.1f %%", 100 * result.delivered()));
        System.out.println(json ? Json.line(reported(result)) : human(result));
        return 0;
    }

    /** What the run comes to; one that fails is named by its seed, and how to see it again. */
    static <T> T explained(Supplier<T> run) {
        try {
            return run.get();
        } catch (SimulationException failed) {
            throw new UserError(
                    "the simulation failed, " + failed.getMessage()
                            + ". The same options with --seed and that number (and --seeds 1) fail again",
                    failed);
        }
    }

    private int ringBits(int members) {
        if (ringBits != null) {
            return ringBits;
        }
        return members <= PAPERS_RING_SERVES ? PAPERS_RING_BITS : LARGE_RING_BITS;
    }

    private String scaled(CommandSpec spec, Progress progress) {
        if (attack.isAsked()) {
            throw new ParameterException(
                    spec.commandLine(), "--scale measures overlays at rest: leave out what is done to them");
        }
        List<SimulationOptions> sizes = Usage.checked(
                spec,
                () -> scale.points(
                        csps, ringBits == null ? LARGE_RING_BITS : ringBits, routes, attempts, signatures, seed));
        ScaleReport report = explained(() -> ScaleReport.run(sizes, progress));
        return json ? Json.line(report) : report.table();
    }

    private void attacked(CommandSpec spec, SimulationOptions options, Progress progress) {
        List<AttackOptions> rows = Usage.checked(spec, () -> attack.rows(options));
        Path svg = attack.svg;
        Path plot = attack.plot;
        Picture.requireFolder(svg);
        Picture.requireFolder(plot);
        if (svg != null) {
            draw(spec, svg, explained(() -> AttackRun.picture(rows.getFirst())));
            if (!attack.isCounted()) {
                if (json) {
                    System.out.println(Json.line(new Drawn(nodes, csps, seed, svg.toString())));
                }
                return;
            }
        }
        AttackReport report = explained(() -> AttackReport.run(rows, attack.seeds(), progress));
        if (plot != null) {
            draw(spec, plot, DeliveryPlot.svg(report));
        }
        System.out.println(json ? Json.line(report) : report.table());
    }

    /** What is said of a picture alone. */
    private record Drawn(int nodes, int csps, long seed, String svg) {}

    private static void draw(CommandSpec spec, Path file, String picture) {
        Picture.write(file, picture);
        spec.commandLine().getErr().println("drew " + file);
    }

    /** The result with what was asked for: all nodes are honest, and no opinions are used. */
    private static JsonNode reported(SimulationResult result) {
        ObjectNode report = (ObjectNode) Json.parse(Json.line(result));
        return report.put("behaviour", "none").put("trust", "off");
    }

    private static String human(SimulationResult result) {
        return String.format(
                Locale.ROOT,
                """
                delivered    %.4f of %d pings (bound %.4f)
                mean hops    %.2f (log2(N/S) = %.2f)
                total hops   %.2f
                messages     %d
                ring         %s
                trace        %s""",
                result.delivered(),
                result.attempts(),
                result.bound(),
                result.meanHops(),
                Math.log((double) result.nodes() / result.csps()) / Math.log(2),
                result.totalHops(),
                result.messagesSent(),
                result.ringCorrect() ? "correct" : "NOT correct",
                result.traceHash());
    }
}
