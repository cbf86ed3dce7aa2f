package io.pigw.cli;

import io.pigw.bench.BenchException;
import io.pigw.bench.churn.ChurnBench;
import io.pigw.bench.churn.ChurnOptions;
import io.pigw.bench.churn.ChurnReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "churn",
        mixinStandardHelpOptions = true,
        description = {
            "A ring of real nodes in several processes, of which a share is killed at once (kill -9).",
            "Each peer stores a record before. What is found once those that are left have settled, and after these have",
            "stored again, is counted; less than 96 %% (or than still has a copy) of the one, or not all of the other: 1."
        },
        footer = {"", "Example: pigw bench churn --peers 100 --csps 6 --share 0.3"})
final class ChurnBenchCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Option(names = "--peers", defaultValue = "496", description = "8 to 1000 (default: ${DEFAULT-VALUE})")
    int peers;

    @Option(names = "--csps", defaultValue = "16", description = "2 to 64 (default: ${DEFAULT-VALUE})")
    int csps;

    @Option(
            names = "--ring-bits",
            defaultValue = "64",
            description = "the ring has 2^B IDs, 16 to 128 (default: ${DEFAULT-VALUE})")
    int ringBits;

    @Option(
            names = "--share",
            defaultValue = "0.3",
            description = "of all nodes that die at once, 0 to 0.5 (default: ${DEFAULT-VALUE})")
    double share;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "of all IDs and of who dies (default: ${DEFAULT-VALUE})")
    long seed;

    @Option(names = "--heap", defaultValue = "1g", description = "of each JVM (default: ${DEFAULT-VALUE})")
    String heap = "";

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        ChurnOptions options = Usage.checked(
                Objects.requireNonNull(command), () -> new ChurnOptions(csps, peers, ringBits, share, seed, heap));
        Logs.atLeast("ERROR");
        Path directory = Files.createTempDirectory("pigw-churn");
        ChurnReport report;
        try {
            report = ChurnBench.run(options, directory, new ShownProgress(new Progress(System.err, Clock.systemUTC())));
        } catch (BenchException failed) {
            throw new UserError(String.valueOf(failed.getMessage()), failed);
        } finally {
            EnrollBenchCommand.delete(directory);
        }
        EnrollBenchCommand.warnIfBusy(report.machine());
        System.out.println(json ? Json.line(report) : human(report));
        return report.isGood() ? 0 : 1;
    }

    private static String human(ChurnReport report) {
        return String.format(
                Locale.ROOT,
                """
                nodes      %d, %d of them CSPs, in %d processes with %d open files at most; up after %.1f s
                died       %d at once, %d of them CSPs
                settled    after %.1f s
                records    %d; %d (%.1f %%) had a copy left, %d (%.1f %%) were found
                refreshed  %d of %d found""",
                report.nodes(),
                report.csps(),
                report.processes(),
                report.openFiles(),
                report.standSeconds(),
                report.crashed(),
                report.crashedCsps(),
                report.settledSeconds(),
                report.records(),
                report.held(),
                100.0 * report.held() / report.records(),
                report.found(),
                100.0 * report.found() / report.records(),
                report.foundRefreshed(),
                report.refreshed());
    }
}
