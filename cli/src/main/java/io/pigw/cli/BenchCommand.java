package io.pigw.cli;

import io.pigw.bench.BenchException;
import io.pigw.bench.load.Transport;
import io.pigw.bench.sip.SipBench;
import io.pigw.bench.sip.SipBenchOptions;
import io.pigw.bench.sip.SipReport;
import io.pigw.bench.sip.SipServer;
import io.pigw.bench.sip.SipTable;
import java.io.IOException;
import java.nio.file.Files;
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
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "PROFILE",
        description = "Measures. Each server runs in a process of its own, under one load generator.",
        subcommands = {
            BenchCommand.Sip.class,
            EnrollBenchCommand.class,
            ScaleBenchCommand.class,
            ChurnBenchCommand.class,
            FloodBenchCommand.class,
            TrustBenchCommand.class,
            OpinionBenchCommand.class,
            FaultsBenchCommand.class
        })
final class BenchCommand {

    @Command(
            name = "sip",
            mixinStandardHelpOptions = true,
            description = {
                "The application server (answering; accepting durably; whole gateway) beside Kamailio (sl_send_reply; t_relay).",
                "All share this machine, so compare within a run, on a quiet machine. Without Kamailio the rest is measured."
            })
    static final class Sip implements Callable<Integer> {

        @Spec
        @Nullable
        CommandSpec command;

        @Option(
                names = "--transport",
                defaultValue = "udp",
                description = "udp or tcp, to the servers and on to the sink (default: ${DEFAULT-VALUE})")
        Transport transport = Transport.UDP;

        @Option(
                names = "--seconds",
                defaultValue = "5",
                description = "of each measurement (default: ${DEFAULT-VALUE})")
        int seconds;

        @Option(
                names = "--warm-up",
                defaultValue = "10",
                description =
                        "seconds of load before the first measurement of each server, repeated while that makes it cheaper (default: ${DEFAULT-VALUE})")
        int warmUp;

        @Option(
                names = "--rounds",
                defaultValue = "3",
                description = "in each, every server has its turn (default: ${DEFAULT-VALUE})")
        int rounds;

        @Option(
                names = "--senders",
                defaultValue = "1000",
                description = "users that messages are from, each to a target of its own (default: ${DEFAULT-VALUE})")
        int senders;

        @Option(
                names = "--sockets",
                defaultValue = "16",
                description = "that messages go through (default: ${DEFAULT-VALUE})")
        int sockets;

        @Option(
                names = "--window",
                defaultValue = "128",
                description = "messages unanswered at a time while capacity is measured (default: ${DEFAULT-VALUE})")
        int window;

        @Option(
                names = "--rates",
                split = ",",
                defaultValue = "2000",
                description = "messages a second at which latency is measured, 0 for none (default: ${DEFAULT-VALUE})")
        List<Integer> rates = List.of();

        @Option(
                names = "--servers",
                split = ",",
                paramLabel = "NAME",
                description = "only these: pigw-answer, kamailio-reply, pigw-accept, pigw-gateway, kamailio-relay")
        List<String> servers = List.of();

        @Option(names = "--heap", defaultValue = "2g", description = "of each JVM (default: ${DEFAULT-VALUE})")
        String heap = "";

        @Option(names = "--json", description = "print one JSON object")
        boolean json;

        @Override
        public Integer call() throws IOException, InterruptedException {
            SipBenchOptions options = Usage.checked(Objects.requireNonNull(command), this::options);
            Logs.atLeast("ERROR");
            SipReport report;
            try {
                report = SipBench.run(
                        options,
                        Files.createTempDirectory("pigw-bench"),
                        new ShownProgress(new Progress(System.err, Clock.systemUTC())));
            } catch (BenchException failed) {
                throw new UserError(String.valueOf(failed.getMessage()), failed);
            }
            if (report.machine().isBusy()) {
                System.err.printf(
                        "The machine was busy before (load %.2f): figures are low%n",
                        report.machine().load());
            }
            System.out.println(json ? Json.line(report) : SipTable.of(report));
            return 0;
        }

        private SipBenchOptions options() {
            return new SipBenchOptions(
                    transport,
                    Duration.ofSeconds(seconds),
                    Duration.ofSeconds(warmUp),
                    rounds,
                    sockets,
                    senders,
                    window,
                    rates.equals(List.of(0)) ? List.of() : rates,
                    servers.isEmpty()
                            ? List.of(SipServer.values())
                            : servers.stream().map(Sip::server).toList(),
                    heap);
        }

        private static SipServer server(String label) {
            return Arrays.stream(SipServer.values())
                    .filter(server -> server.label().equals(label))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("there is no server " + label + " to measure; there are "
                                    + String.join(
                                            ", ",
                                            Arrays.stream(SipServer.values())
                                                    .map(SipServer::label)
                                                    .toList())));
        }
    }
}
