package io.pigw.bench.opinions;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.pigw.bench.BenchException;
import io.pigw.bench.BenchProgress;
import io.pigw.bench.Machine;
import io.pigw.bench.enroll.EnrollmentServer;
import io.pigw.bench.enroll.FixedNode;
import io.pigw.bench.load.Pace;
import io.pigw.bench.overlay.OverlayFiles;
import io.pigw.bench.process.ChildProcess;
import io.pigw.bench.process.JavaCommand;
import io.pigw.bench.server.ServerKind;
import io.pigw.bench.server.ServerMain;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks an opinion server in a process of its own which of some routes to trust, over mutual TLS and with its database: as fast as it
 * answers; at a rate; at that rate while a CSP reports. Those who ask are CSPs, whose rate is far above a peer's. Blocks; not for a loop.
 */
public final class OpinionBench {

    private static final int RING_BITS = 64;
    private static final NodeId SOS = NodeId.of(1);
    private static final NodeId CSP = NodeId.of(2);
    private static final long FIRST_ASKER = 1_000;
    private static final Duration TO_START = Duration.ofMinutes(3);
    /** Seconds of it for each that is measured. */
    private static final int WARM_UP = 2;

    /** What is known was seen before: what is reported later is none of it over again. */
    private static final Duration BEFORE = Duration.ofMinutes(5);

    private final OpinionBenchOptions options;
    private final BenchProgress progress;
    private final EventLoop loop;
    private final List<P2psipEndpoint> askers;
    private final KnownNodes nodes;
    private final Reporting reporting;
    private final ChildProcess process;
    private final NodeContact server;

    private OpinionBench(
            OpinionBenchOptions options,
            BenchProgress progress,
            List<P2psipEndpoint> askers,
            P2psipEndpoint csp,
            ChildProcess process,
            HostPort address) {
        this.options = options;
        this.progress = progress;
        this.loop = csp.loop();
        this.askers = askers;
        this.nodes = new KnownNodes(options, CSP, new Random(1));
        this.process = process;
        this.server = new NodeContact(SOS, address);
        this.reporting = new Reporting(loop, csp, server, nodes);
    }

    /**
     * Runs it.
     *
     * @param directory for databases, keys and logs of the run; the caller's to delete
     * @throws BenchException if the server does not start, or does not take what it is to know
     */
    public static OpinionReport run(OpinionBenchOptions options, Path directory, BenchProgress progress)
            throws IOException, InterruptedException, GeneralSecurityException {
        Machine machine = Machine.current();
        List<FixedNode> all = members(options);
        OverlayFiles files = new OverlayFiles(Files.createDirectories(directory.resolve("keys")), RING_BITS, "ping");
        // It publishes the lists of revoked certificates, without which no link opens.
        try (EnrollmentServer enrollment =
                        EnrollmentServer.ofOverlay(directory, options.heap(), OverlayFiles.section(RING_BITS, all));
                Environment environment = Environment.create(1)) {
            progress.begin("Certificates");
            files.enroll(enrollment, all, environment, done -> progress.update(done, all.size()));
            progress.end(all.size() + " by EST");
            try (ChildProcess process = start(files, options, directory)) {
                HostPort address = HostPort.parse(process.await(ServerMain.READY, TO_START));
                EventLoop loop = environment.loops().next();
                List<P2psipEndpoint> askers = new ArrayList<>();
                for (FixedNode node : all.subList(2, all.size())) {
                    askers.add(dialling(environment, loop, files, node.id()));
                }
                P2psipEndpoint csp = dialling(environment, loop, files, CSP);
                OpinionBench bench = new OpinionBench(options, progress, askers, csp, process, address);
                return bench.run(machine);
            }
        }
    }

    private static List<FixedNode> members(OpinionBenchOptions options) {
        List<FixedNode> all = new ArrayList<>();
        all.add(new FixedNode(Role.SOS, SOS));
        all.add(new FixedNode(Role.CSP, CSP));
        LongStream.range(0, options.askers())
                .forEach(i -> all.add(new FixedNode(Role.CSP, NodeId.of(FIRST_ASKER + i))));
        return all;
    }

    private static ChildProcess start(OverlayFiles files, OpinionBenchOptions options, Path directory)
            throws IOException {
        return ChildProcess.start(
                "sos",
                JavaCommand.of(
                        ServerMain.class,
                        options.heap(),
                        List.of(ServerKind.SOS.name(), files.sos(directory, SOS).toString())),
                JavaCommand.quiet(),
                directory);
    }

    private static P2psipEndpoint dialling(Environment environment, EventLoop loop, OverlayFiles files, NodeId id)
            throws IOException {
        return P2psipEndpoint.open(
                environment, loop, files.identity(id), PeerPolicy.dialling(Role.SOS), EndpointOptions.DEFAULTS);
    }

    private OpinionReport run(Machine machine) {
        progress.begin("Evidence");
        boolean taken =
                onLoop(() -> reporting.report(nodes.links(), Instant.now().minus(BEFORE)));
        if (!taken) {
            throw new BenchException("the server did not take the evidence" + process.tail());
        }
        progress.end(nodes.links() + " links of " + options.nodes() + " nodes");
        Duration length = Duration.ofSeconds(options.seconds());
        Duration warmUp = length.multipliedBy(WARM_UP);
        progress.begin("Warm-up");
        var _ = ask(new Pace.Window(options.window()), warmUp);
        progress.end(warmUp.toSeconds() + " s");

        List<Sample> fastest = new ArrayList<>();
        List<Sample> steady = new ArrayList<>();
        List<Sample> reported = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            progress.begin("Round " + round + " of " + options.rounds());
            fastest.add(sample(new Pace.Window(options.window()), length, 0));
            progress.update(1, 3);
            steady.add(sample(new Pace.Rate(options.rate()), length, 0));
            progress.update(2, 3);
            reported.add(sample(new Pace.Rate(options.rate()), length, options.outcomes()));
            progress.end(String.format(
                    Locale.ROOT, "%.0f judgements a second", fastest.getLast().perSecond()));
        }
        return new OpinionReport(
                machine,
                nodes.links(),
                options,
                List.of(
                        Sample.row(options.window() + " questions at a time", fastest),
                        Sample.row(options.rate() + " a second", steady),
                        Sample.row(options.rate() + " a second, and reports", reported)));
    }

    private Sample sample(Pace pace, Duration length, int outcomes) {
        Duration cpu = process.usage().cpu();
        long stored = reporting.stored();
        long failed = reporting.failed();
        ScheduledFuture<?> reports = outcomes == 0 ? null : reporting.every(outcomes);
        Asking.Answers answers;
        try {
            answers = ask(pace, length);
        } finally {
            cancel(reports);
        }
        return new Sample(
                answers,
                process.usage().cpu().minus(cpu),
                (reporting.stored() - stored) / (answers.nanos() / 1e9),
                reporting.failed() - failed);
    }

    private static void cancel(@Nullable ScheduledFuture<?> reports) {
        if (reports != null) {
            reports.cancel(false);
        }
    }

    private Asking.Answers ask(Pace pace, Duration length) {
        return onLoop(() -> {
            CompletableFuture<Asking.Answers> answers = new CompletableFuture<>();
            new Asking(loop, askers, server, nodes, pace, length, answers::complete).begin();
            return answers;
        });
    }

    private <T> T onLoop(Supplier<CompletableFuture<T>> task) {
        try {
            CompletableFuture<T> result = new CompletableFuture<>();
            loop.execute(() -> begin(task, result));
            return result.join();
        } catch (CompletionException failed) {
            throw new BenchException("the server could not be asked: " + failed.getCause() + process.tail(), failed);
        }
    }

    private static <T> void begin(Supplier<CompletableFuture<T>> task, CompletableFuture<T> result) {
        var _ = task.get().whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }
}
