package io.pigw.cli;

import io.pigw.bench.BenchException;
import io.pigw.bench.scale.ScaleBench;
import io.pigw.bench.scale.ScaleOptions;
import io.pigw.bench.scale.ScalePoint;
import io.pigw.bench.scale.ScaleReport;
import io.pigw.bench.scale.ScaleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description = {
            "Whole overlays with more and more gateways and CSPs, each a process, under one load of MESSAGEs to peers.",
            "All share this machine, so the rate does not grow with them: compare what a message costs each service,",
            "and which share of the messages each process has."
        },
        footer = {"", "Example: pigw bench scale --gateways 1,2,3 --csps 1,2,3 --rate 100"})
final class ScaleBenchCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Option(
            names = "--gateways",
            split = ",",
            defaultValue = "1,2,3",
            description = "how many, one point each (default: ${DEFAULT-VALUE})")
    List<Integer> gateways = List.of();

    @Option(
            names = "--csps",
            split = ",",
            defaultValue = "1,2,3",
            description = "how many, as many numbers as of gateways, or one for all (default: ${DEFAULT-VALUE})")
    List<Integer> csps = List.of();

    @Option(
            names = "--locate",
            defaultValue = "ping",
            description = "how CSPs find peers: ping, cache, flow (default: ${DEFAULT-VALUE})")
    String locate = "";

    @Option(names = "--peers", defaultValue = "60", description = "in one process (default: ${DEFAULT-VALUE})")
    int peers;

    @Option(
            names = "--rate",
            defaultValue = "100",
            description = "MESSAGEs a second, over all gateways (default: ${DEFAULT-VALUE})")
    int rate;

    @Option(names = "--seconds", defaultValue = "10", description = "of each measurement (default: ${DEFAULT-VALUE})")
    int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "10",
            description = "seconds of load before each (default: ${DEFAULT-VALUE})")
    int warmUp;

    @Option(
            names = "--idle",
            defaultValue = "5",
            description =
                    "seconds without load before each, whose processor time is subtracted (default: ${DEFAULT-VALUE})")
    int idle;

    @Option(names = "--heap", defaultValue = "512m", description = "of each JVM (default: ${DEFAULT-VALUE})")
    String heap = "";

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        ScaleOptions options = Usage.checked(Objects.requireNonNull(command), this::options);
        Logs.atLeast("ERROR");
        Path directory = Files.createTempDirectory("pigw-bench");
        ScaleReport report;
        try {
            report = ScaleBench.run(options, directory, new ShownProgress(new Progress(System.err, Clock.systemUTC())));
        } catch (BenchException failed) {
            throw new UserError(String.valueOf(failed.getMessage()), failed);
        } finally {
            EnrollBenchCommand.delete(directory);
        }
        EnrollBenchCommand.warnIfBusy(report.machine());
        System.out.println(json ? Json.line(report) : ScaleTable.of(report));
        return 0;
    }

    private ScaleOptions options() {
        return new ScaleOptions(
                ScalePoint.of(gateways, csps),
                locate,
                peers,
                rate,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(idle),
                heap);
    }
}
