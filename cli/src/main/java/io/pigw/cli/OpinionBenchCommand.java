package io.pigw.cli;

import io.pigw.bench.BenchException;
import io.pigw.bench.opinions.OpinionBench;
import io.pigw.bench.opinions.OpinionBenchOptions;
import io.pigw.bench.opinions.OpinionReport;
import io.pigw.bench.opinions.OpinionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "opinions",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how many judgements on routes the opinion server makes in a second, and how long one takes.",
            "It is asked as fast as it answers, at a rate, and at that rate while a CSP reports. It runs in a process of its",
            "own, over mutual TLS and with its database. A question that is not answered, or a report that is not taken: 1."
        },
        footer = {"", "Example: pigw bench opinions --rate 5000 --seconds 10"})
final class OpinionBenchCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec command;

    @Option(
            names = "--nodes",
            defaultValue = "2000",
            description = "that something is known of, 100 to 10000 (default: ${DEFAULT-VALUE})")
    int nodes;

    @Option(
            names = "--observers",
            defaultValue = "10",
            description = "of each of them, 1 to 20 (default: ${DEFAULT-VALUE})")
    int observers;

    @Option(names = "--routes", defaultValue = "3", description = "of a question, 1 to 32 (default: ${DEFAULT-VALUE})")
    int routes;

    @Option(names = "--hops", defaultValue = "5", description = "of a route, 1 to 20 (default: ${DEFAULT-VALUE})")
    int hops;

    @Option(
            names = "--askers",
            defaultValue = "16",
            description =
                    "CSPs that ask, each over its own link and 10000 times a second at most, 1 to 64 (default: ${DEFAULT-VALUE})")
    int askers;

    @Option(
            names = "--window",
            defaultValue = "64",
            description =
                    "questions at a time where as many are asked as are answered, 1 to 1024 (default: ${DEFAULT-VALUE})")
    int window;

    @Option(
            names = "--rate",
            defaultValue = "2000",
            description = "questions a second otherwise, 1 to 100000 (default: ${DEFAULT-VALUE})")
    int rate;

    @Option(
            names = "--outcomes",
            defaultValue = "500",
            description = "of links a second that a CSP reports, 1 to 2000 (default: ${DEFAULT-VALUE})")
    int outcomes;

    @Option(
            names = "--seconds",
            defaultValue = "5",
            description = "of each measurement, 1 to 600 (default: ${DEFAULT-VALUE})")
    int seconds;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "in each, everything is measured once; 1 to 100 (default: ${DEFAULT-VALUE})")
    int rounds;

    @Option(names = "--heap", defaultValue = "1g", description = "of each JVM (default: ${DEFAULT-VALUE})")
    String heap = "";

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        OpinionBenchOptions options = Usage.checked(
                Objects.requireNonNull(command),
                () -> new OpinionBenchOptions(
                        nodes, observers, routes, hops, seconds, rounds, askers, window, rate, outcomes, heap));
        Logs.atLeast("ERROR");
        Path directory = Files.createTempDirectory("pigw-opinions");
        OpinionReport report;
        try {
            report = OpinionBench.run(
                    options, directory, new ShownProgress(new Progress(System.err, Clock.systemUTC())));
        } catch (BenchException failed) {
            throw new UserError(String.valueOf(failed.getMessage()), failed);
        } finally {
            EnrollBenchCommand.delete(directory);
        }
        EnrollBenchCommand.warnIfBusy(report.machine());
        System.out.println(json ? Json.line(report) : OpinionTable.of(report));
        if (!report.isGood()) {
            System.err.println("pigw: " + report.failed() + " questions and reports were not answered, or refused: ask"
                    + " less (--rate, --outcomes), or with more --askers");
        }
        return report.isGood() ? 0 : 1;
    }
}
