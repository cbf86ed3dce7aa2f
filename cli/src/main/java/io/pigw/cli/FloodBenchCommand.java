package io.pigw.cli;

import io.pigw.bench.Machine;
import io.pigw.cli.flood.FloodOptions;
import io.pigw.cli.flood.FloodReport;
import io.pigw.cli.flood.FloodRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "flood",
        mixinStandardHelpOptions = true,
        description = {
            "How long honest messages from peer to peer take while others flood their CSP and the receiver.",
            "All nodes and the flooder share this process and machine: what the flood costs is in the times. A message that is",
            "not delivered: 1."
        },
        footer = {"", "Example: pigw bench flood --seconds 20 --flood 20000"})
final class FloodBenchCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Option(names = "--csps", defaultValue = "2", description = "1 to 64 (default: ${DEFAULT-VALUE})")
    int csps;

    @Option(
            names = "--peers",
            defaultValue = "8",
            description = "4 to 200; the last floods (default: ${DEFAULT-VALUE})")
    int peers;

    @Option(
            names = "--seconds",
            defaultValue = "15",
            description = "of each measurement, 1 to 600 (default: ${DEFAULT-VALUE})")
    int seconds;

    @Option(
            names = "--rate",
            defaultValue = "8",
            description = "honest messages a second, 1 to 10 (default: ${DEFAULT-VALUE})")
    int rate;

    @Option(
            names = "--flood",
            defaultValue = "10000",
            description = "messages a second for each of the two, 100 to 100000 (default: ${DEFAULT-VALUE})")
    int flood;

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        FloodOptions options = Usage.checked(
                Objects.requireNonNull(command), () -> new FloodOptions(csps, peers, seconds, rate, flood));
        Logs.atLeast("ERROR");
        Machine machine = Machine.current();
        Path data = Files.createTempDirectory("pigw-flood");
        FloodReport report;
        try {
            report = FloodRun.run(options, data, new Progress(System.err, Clock.systemUTC()));
        } finally {
            EnrollBenchCommand.delete(data);
        }
        EnrollBenchCommand.warnIfBusy(machine);
        System.out.println(json ? Json.line(report) : human(report));
        return report.isGood() ? 0 : 1;
    }

    private static String human(FloodReport report) {
        String head = String.format(
                Locale.ROOT,
                "%-9s %10s %10s %10s %10s %10s %10s %10s%n",
                "flood",
                "delivered",
                "median ms",
                "p99 ms",
                "flooded",
                "limited",
                "paused",
                "refused");
        return report.rows().stream()
                .map(row -> String.format(
                        Locale.ROOT,
                        "%-9s %10s %10.1f %10.1f %10d %10d %10d %10d",
                        row.flood(),
                        row.delivered() + "/" + row.messages(),
                        row.medianMillis(),
                        row.p99Millis(),
                        row.flooded(),
                        row.limited(),
                        row.paused(),
                        row.refused()))
                .collect(Collectors.joining(System.lineSeparator(), head, ""));
    }
}
