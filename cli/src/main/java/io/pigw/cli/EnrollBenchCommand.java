package io.pigw.cli;

import io.pigw.bench.BenchException;
import io.pigw.bench.BenchProgress;
import io.pigw.bench.Machine;
import io.pigw.bench.enroll.EnrollBench;
import io.pigw.bench.enroll.EnrollBenchOptions;
import io.pigw.bench.enroll.EnrollReport;
import io.pigw.bench.enroll.EnrollTable;
import io.pigw.bench.enroll.FloodBench;
import io.pigw.bench.enroll.FloodReport;
import io.pigw.bench.enroll.FloodTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "enroll",
        mixinStandardHelpOptions = true,
        description = {
            "How fast an enrollment server of default settings issues certificates and answers OCSP.",
            "Then, what CRLs of 1,000 to 100,000 entries cost it and a node.",
            "With --flood, whether 1,000 bad requests or 100 new connections a second keep a good client waiting.",
            "Generator and server share this machine, so compare within a run, on a quiet machine."
        },
        footer = {
            "",
            "Exits with 0, or with 1 when a flood kept a good client waiting for more than a second.",
            "",
            "Example: pigw bench enroll --flood --seconds 10"
        })
final class EnrollBenchCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Option(names = "--flood", description = "flood it, and give a verdict")
    boolean flood;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "of each measurement or flood (default: ${DEFAULT-VALUE})")
    int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "10",
            description = "seconds of issuing before the first measurement (default: ${DEFAULT-VALUE})")
    int warmUp;

    @Option(
            names = "--connections",
            defaultValue = "16",
            description = "that are enrolled over at a time (default: ${DEFAULT-VALUE})")
    int connections;

    @Option(names = "--heap", defaultValue = "512m", description = "of the server's JVM (default: ${DEFAULT-VALUE})")
    String heap = "";

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        EnrollBenchOptions options = Usage.checked(
                Objects.requireNonNull(command),
                () -> new EnrollBenchOptions(
                        Duration.ofSeconds(seconds), Duration.ofSeconds(warmUp), connections, heap));
        Logs.atLeast("ERROR");
        Path directory = Files.createTempDirectory("pigw-bench");
        BenchProgress progress = new ShownProgress(new Progress(System.err, Clock.systemUTC()));
        try {
            return flood ? flood(options, directory, progress) : rate(options, directory, progress);
        } catch (BenchException failed) {
            throw new UserError(String.valueOf(failed.getMessage()), failed);
        } finally {
            delete(directory);
        }
    }

    private int rate(EnrollBenchOptions options, Path directory, BenchProgress progress)
            throws IOException, InterruptedException, GeneralSecurityException {
        EnrollReport report = EnrollBench.run(options, directory, progress);
        warnIfBusy(report.machine());
        System.out.println(json ? Json.line(report) : EnrollTable.of(report));
        return 0;
    }

    private int flood(EnrollBenchOptions options, Path directory, BenchProgress progress)
            throws IOException, InterruptedException, GeneralSecurityException {
        FloodReport report = FloodBench.run(options, directory, progress);
        warnIfBusy(report.machine());
        System.out.println(json ? Json.line(report) : FloodTable.of(report));
        return report.passed() ? 0 : 1;
    }

    static void warnIfBusy(Machine machine) {
        if (machine.isBusy()) {
            System.err.printf("The machine was busy before (load %.2f): figures are low%n", machine.load());
        }
    }

    static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
