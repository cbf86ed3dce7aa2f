package io.pigw.cli;

import io.pigw.bench.BenchException;
import io.pigw.bench.faults.Fault;
import io.pigw.bench.faults.FaultsBench;
import io.pigw.bench.faults.FaultsOptions;
import io.pigw.bench.faults.FaultsReport;
import io.pigw.bench.faults.FaultsTable;
import io.pigw.bench.process.Build;
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
        name = "faults",
        mixinStandardHelpOptions = true,
        description = {
            "Messages both ways through an overlay of real processes, which faults strike in turn.",
            "At both ends it is counted what became of each message that was answered 2xx. If one was lost or taken twice,",
            "or its sender was told that it did not arrive and it did: 1."
        },
        footer = {"", "Example: pigw bench faults --fault kill,power-loss --rounds 20 --rate 500 --locate cache"})
final class FaultsBenchCommand implements Callable<Integer> {

    private static final int MAX_STOP = 600;
    private static final int MAX_GARBAGE = 100_000_000;
    private static final int MAX_SOAK = 1440;
    private static final Duration SKEW = Duration.ofMinutes(5);

    @Spec
    @Nullable
    CommandSpec command;

    @Option(
            names = "--fault",
            split = ",",
            defaultValue = "kill,pause",
            description = {
                "kill: kill -9 and a start at once; restart: SIGTERM and a start; create: kill -9 of a new gateway that makes its",
                "database; takeover: kill -9 of one of two gateways that share an outbox; pause: SIGSTOP;",
                "cut: links to a CSP carry nothing; full-disk: of the gateway's database; power-loss: what was not forced to disk",
                "is gone; skew: a clock five minutes off; soak: nothing, for --soak minutes, but heap, files and threads are to stay flat;",
                "garbage: --garbage mutated messages over links with good certificates, and handshakes and EST requests that are none;",
                "roll: all begin as the build in --previous, and are stopped and started as this one in turn",
                "(default: ${DEFAULT-VALUE}; full-disk and power-loss need root, skew libfaketime, takeover PostgreSQL)"
            })
    List<String> faults = List.of();

    @Option(
            names = "--rounds",
            defaultValue = "20",
            description = "of each fault, 1 to 1000; in each one process is struck (default: ${DEFAULT-VALUE})")
    int rounds;

    @Option(
            names = "--rate",
            defaultValue = "500",
            description = "messages a second, half of them each way, 2 to 10000 (default: ${DEFAULT-VALUE})")
    int rate;

    @Option(
            names = "--locate",
            defaultValue = "cache",
            description = "how CSPs find peers: ping, cache or flow (default: ${DEFAULT-VALUE})")
    String locate = "";

    @Option(
            names = "--pause",
            defaultValue = "3",
            description = "seconds between two rounds, 0 to 600 (default: ${DEFAULT-VALUE})")
    int pause;

    @Option(
            names = "--stop",
            defaultValue = "10",
            description = "seconds that a pause, a cut or a full disk lasts, 1 to 600 (default: ${DEFAULT-VALUE})")
    int stop;

    @Option(
            names = "--soak",
            defaultValue = "20",
            description = "minutes that a soak lasts, 1 to 1440 (default: ${DEFAULT-VALUE})")
    int soak;

    @Option(
            names = "--garbage",
            defaultValue = "100000",
            description = "mutated messages, 1 to 100000000 (default: ${DEFAULT-VALUE})")
    int garbage;

    @Option(
            names = "--previous",
            paramLabel = "FOLDER",
            description = "for roll: a checkout of the release before, in which it was built")
    @Nullable
    Path previous;

    @Option(names = "--peers", defaultValue = "16", description = "4 to 400 (default: ${DEFAULT-VALUE})")
    int peers;

    @Option(names = "--heap", defaultValue = "256m", description = "of each JVM (default: ${DEFAULT-VALUE})")
    String heap = "";

    @Option(names = "--keep", description = "keep databases and logs, and say where")
    boolean keep;

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        FaultsOptions options = Usage.checked(Objects.requireNonNull(command), this::options);
        Logs.atLeast("ERROR");
        Path directory = Files.createTempDirectory("pigw-faults");
        FaultsReport report;
        try {
            report =
                    FaultsBench.run(options, directory, new ShownProgress(new Progress(System.err, Clock.systemUTC())));
        } catch (BenchException failed) {
            throw new UserError(String.valueOf(failed.getMessage()), failed);
        } finally {
            if (keep) {
                System.err.println("kept in " + directory);
            } else {
                EnrollBenchCommand.delete(directory);
            }
        }
        EnrollBenchCommand.warnIfBusy(report.machine());
        System.out.println(json ? Json.line(report) : FaultsTable.of(report));
        return report.isKept() ? 0 : 1;
    }

    private FaultsOptions options() {
        require(stop >= 1 && stop <= MAX_STOP, "--stop must be 1 to " + MAX_STOP);
        require(garbage >= 1 && garbage <= MAX_GARBAGE, "--garbage must be 1 to " + MAX_GARBAGE);
        require(soak >= 1 && soak <= MAX_SOAK, "--soak must be 1 to " + MAX_SOAK);
        return new FaultsOptions(
                faults.stream().map(this::fault).toList(),
                rounds,
                locate,
                rate,
                Duration.ofSeconds(pause),
                peers,
                heap);
    }

    private static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private Fault fault(String name) {
        return switch (name) {
            case "kill" -> new Fault.Kill();
            case "create" -> new Fault.KillWhileCreating();
            case "garbage" -> new Fault.Garbage(garbage);
            case "soak" -> new Fault.Soak(Duration.ofMinutes(soak));
            case "restart" -> new Fault.Restart();
            case "takeover" -> new Fault.Takeover();
            case "roll" -> new Fault.Roll(before());
            case "pause" -> new Fault.Pause(Duration.ofSeconds(stop));
            case "cut" -> new Fault.Cut(Duration.ofSeconds(stop));
            case "full-disk" -> new Fault.FullDisk(Duration.ofSeconds(stop));
            case "power-loss" -> new Fault.PowerLoss();
            case "skew" -> new Fault.Skew(SKEW);
            default ->
                throw new IllegalArgumentException(
                        "there is no fault " + name
                                + "; there are kill, restart, roll, create, takeover, pause, cut, full-disk, power-loss, skew, soak and garbage");
        };
    }

    private Build before() {
        if (previous == null) {
            throw new IllegalArgumentException(
                    "roll begins with the release before: say --previous FOLDER. To have one there: "
                            + "git worktree add FOLDER TAG && FOLDER/pigw --version");
        }
        return Build.in(previous);
    }
}
