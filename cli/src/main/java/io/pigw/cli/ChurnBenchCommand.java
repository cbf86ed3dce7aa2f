package io.pigw.cli;

import io.pigw.bench.Machine;
import io.pigw.cli.churn.ChurnOptions;
import io.pigw.cli.churn.ChurnReport;
import io.pigw.cli.churn.ChurnRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            "A whole overlay of real nodes in this process, of which a share dies at once and says nothing.",
            "Each peer stores a record before. What is found once those that are left have settled, and after these have",
            "stored again, is counted; less than 96 % (or than still has a copy) of the one, or not all of the other: 1."
        },
        footer = {"", "Example: pigw bench churn --peers 100 --csps 6 --share 0.3"})
final class ChurnBenchCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Option(names = "--peers", defaultValue = "200", description = "8 to 248 (default: ${DEFAULT-VALUE})")
    int peers;

    @Option(
            names = "--csps",
            defaultValue = "8",
            description = "2 to 64, with the peers 256 at most (default: ${DEFAULT-VALUE})")
    int csps;

    @Option(
            names = "--ring-bits",
            defaultValue = "64",
            description = "the ring has 2^B IDs, 11 to 128 (default: ${DEFAULT-VALUE})")
    int ringBits;

    @Option(
            names = "--share",
            defaultValue = "0.3",
            description = "of all nodes that die at once, 0 to 0.5 (default: ${DEFAULT-VALUE})")
    double share;

    @Option(names = "--seed", defaultValue = "1", description = "of who dies (default: ${DEFAULT-VALUE})")
    long seed;

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ChurnOptions options = Usage.checked(
                Objects.requireNonNull(command), () -> new ChurnOptions(csps, peers, ringBits, share, seed));
        Logs.atLeast("ERROR");
        Machine machine = Machine.current();
        Path data = Files.createTempDirectory("pigw-churn");
        ChurnReport report;
        try {
            report = ChurnRun.run(options, data, new Progress(System.err, Clock.systemUTC()), Clock.systemUTC());
        } finally {
            EnrollBenchCommand.delete(data);
        }
        EnrollBenchCommand.warnIfBusy(machine);
        System.out.println(json ? Json.line(report) : human(report));
        return report.isGood() ? 0 : 1;
    }

    private static String human(ChurnReport report) {
        return String.format(
                Locale.ROOT,
                """
                nodes      %d, %d of them CSPs
                died       %d at once, %d of them CSPs
                settled    after %.1f s
                records    %d; %d (%.1f %%) had a copy left, %d (%.1f %%) were found
                refreshed  %d of %d found""",
                report.nodes(),
                report.csps(),
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
