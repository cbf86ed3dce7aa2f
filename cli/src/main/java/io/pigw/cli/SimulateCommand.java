package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pigw.simulation.AttackOptions;
import io.pigw.simulation.AttackRun;
import io.pigw.simulation.Simulation;
import io.pigw.simulation.SimulationOptions;
import io.pigw.simulation.SimulationResult;
import io.pigw.simulation.keys.Signatures;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Runs an overlay under virtual time: the product's own code, no sockets, no waiting.",
            "The same options and seed give the same trace, to the byte.",
            "With --adversary, --churn, --partition or --svg: how many pings are answered under attack with one route,",
            "with several, and with several CSPs as origins, beside what the routes that were there allowed."
        },
        footer = {
            "",
            "Examples:",
            "  pigw simulate --nodes 512 --csps 15",
            "  pigw simulate --adversary drop --share 0.1,0.2,0.3,0.4",
            "  pigw simulate --adversary poison-table,flood --share 0.2 --svg ring.svg"
        })
final class SimulateCommand implements Callable<Integer> {

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
            defaultValue = "11",
            description = "the ring has 2^B IDs (default: ${DEFAULT-VALUE})")
    int ringBits;

    @Option(names = "--seed", defaultValue = "1", description = "of every choice (default: ${DEFAULT-VALUE})")
    long seed;

    @Option(
            names = "--signatures",
            defaultValue = "MODEL",
            description = "real (P-256) or model (default: ${DEFAULT-VALUE})")
    Signatures signatures = Signatures.MODEL;

    @Mixin
    AttackCommandOptions attack = new AttackCommandOptions();

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    @Override
    public Integer call() throws IOException {
        SimulationOptions options = Usage.checked(
                Objects.requireNonNull(command),
                () -> new SimulationOptions(nodes, csps, ringBits, routes, attempts, signatures, seed));
        if (attack.isAsked()) {
            attacked(options);
            return 0;
        }
        System.err.println("simulating " + nodes + " nodes, seed " + seed + " …");
        SimulationResult result = Simulation.run(options);
        System.out.println(json ? Json.line(reported(result)) : human(result));
        return 0;
    }

    private void attacked(SimulationOptions options) throws IOException {
        List<AttackOptions> rows = Usage.checked(Objects.requireNonNull(command), () -> attack.rows(options));
        if (attack.svg != null) {
            Files.writeString(attack.svg, AttackRun.picture(rows.getFirst()));
            System.err.println("drew " + attack.svg);
            if (attack.adversaries.isEmpty() && attack.churn == 0 && attack.partition == null) {
                return;
            }
        }
        AttackReport report = AttackReport.run(rows, attack.seeds, new Progress(System.err, Clock.systemUTC()));
        System.out.println(json ? Json.line(report) : report.table());
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
