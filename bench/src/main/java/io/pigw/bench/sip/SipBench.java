package io.pigw.bench.sip;

import io.pigw.bench.BenchException;
import io.pigw.bench.BenchProgress;
import io.pigw.bench.Commit;
import io.pigw.bench.DiskSync;
import io.pigw.bench.Machine;
import io.pigw.bench.MissingToolException;
import io.pigw.bench.load.LoadGenerator;
import io.pigw.bench.load.LoadResult;
import io.pigw.bench.load.Pace;
import io.pigw.bench.process.ProcessUsage;
import io.pigw.bench.server.ServerUsage;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures the servers in turns under one load generator. All are up from the beginning; one works at a time. Blocks; not for a loop, and
 * not for two threads.
 */
public final class SipBench {

    private static final int PROBES = 20;
    private static final int WARM_UPS = 10;

    /** Whoever has answered so many is warm; more would fill the gateway's memory of answered requests. */
    private static final int WARM_MESSAGES = 150_000;

    /** A server whose messages still cost less than this share of what they cost before is not warm yet. */
    private static final double WARM = 0.9;

    private static final Duration PROBE = Duration.ofMillis(200);

    private final SipBenchOptions options;
    private final BenchProgress progress;
    private final Loops loops;
    private final AtomicLong numbers = new AtomicLong();
    private final List<RunningServer> running = new ArrayList<>();
    private final List<SipReport.Skipped> skipped = new ArrayList<>();
    private final Map<SipServer, Samples> samples = new EnumMap<>(SipServer.class);
    private int messageBytes;

    private SipBench(SipBenchOptions options, BenchProgress progress, Loops loops) {
        this.options = options;
        this.progress = progress;
        this.loops = loops;
    }

    /**
     * Runs the profile.
     *
     * @param directory for databases, keys and logs of the run; deleted with it
     * @throws BenchException if a server does not start or does not answer
     */
    public static SipReport run(SipBenchOptions options, Path directory, BenchProgress progress)
            throws IOException, InterruptedException {
        Machine machine = Machine.current();
        double syncMillis = DiskSync.medianMillis(directory);
        try (Loops loops = Loops.open(1);
                Loops sinkLoops = Loops.open(1);
                Servers servers = new Servers(options, directory, sinkLoops)) {
            SipBench bench = new SipBench(options, progress, loops);
            bench.start(servers);
            bench.warmUp();
            for (int round = 1; round <= options.rounds(); round++) {
                bench.round(round);
            }
            return bench.report(machine, syncMillis);
        }
    }

    private void start(Servers servers) throws IOException, InterruptedException {
        progress.begin("Servers");
        for (SipServer what : options.servers()) {
            try {
                RunningServer server = servers.start(what);
                awaitAnswer(server);
                running.add(server);
                samples.put(what, new Samples());
            } catch (MissingToolException missing) {
                skipped.add(new SipReport.Skipped(what.label(), String.valueOf(missing.getMessage())));
            }
            progress.update(running.size() + skipped.size(), options.servers().size());
        }
        progress.end(running.size() + " up" + (skipped.isEmpty() ? "" : ", " + skipped.size() + " not installed"));
        if (running.isEmpty()) {
            throw new BenchException("nothing to measure: " + skipped.getFirst().reason());
        }
    }

    private void awaitAnswer(RunningServer server) throws InterruptedException {
        for (int probe = 0; probe < PROBES; probe++) {
            if (!server.process().runsAfter(PROBE)) {
                break;
            }
            try (LoadGenerator generator = generator(server, 1)) {
                messageBytes = Math.max(messageBytes, generator.messageBytes());
                if (generator.run(new Pace.Window(1), PROBE).succeeded() > 0) {
                    return;
                }
            } catch (BenchException notYet) {
                // it does not listen yet; the number of probes is bounded
            }
        }
        throw new BenchException(server.what().label() + " does not answer at " + server.address()
                + server.process().tail());
    }

    /** A JVM gets cheaper while it compiles: loads it until that is over. */
    private void warmUp() throws InterruptedException {
        if (options.warmUp().isZero()) {
            return;
        }
        for (RunningServer server : running) {
            progress.begin("Warm-up: " + server.what().label());
            Sample before = measure(server, new Pace.Window(options.window()), options.warmUp());
            Sample sample = before;
            long messages = sample.load().succeeded();
            for (int again = 1; server.ours() && again < WARM_UPS && messages < WARM_MESSAGES; again++) {
                progress.update(again, WARM_UPS);
                sample = measure(server, new Pace.Window(options.window()), options.warmUp());
                if (sample.cpuMicros() > WARM * before.cpuMicros()) {
                    break;
                }
                messages += sample.load().succeeded();
                before = sample;
            }
            progress.end(said(sample));
        }
    }

    private void round(int round) throws InterruptedException {
        for (RunningServer server : running) {
            Samples of = samples.get(server.what());
            if (of == null) {
                throw new IllegalStateException("no samples of " + server.what());
            }
            progress.begin("Round " + round + ": " + server.what().label());
            Sample capacity = measure(server, new Pace.Window(options.window()), options.phase());
            of.addCapacity(capacity);
            int done = 1;
            for (int rate : options.rates()) {
                progress.update(done++, 1 + options.rates().size());
                of.addAtRate(rate, measure(server, new Pace.Rate(rate), options.phase()));
            }
            progress.end(said(capacity));
        }
    }

    private Sample measure(RunningServer server, Pace pace, Duration length) throws InterruptedException {
        Optional<ServerUsage> ownBefore = server.own();
        ProcessUsage before = server.usage();
        LoadResult load;
        try (LoadGenerator generator = generator(server, options.sockets())) {
            load = generator.run(pace, length);
            messageBytes = Math.max(messageBytes, generator.messageBytes());
        }
        ProcessUsage after = server.settled();
        if (load.succeeded() == 0) {
            throw new BenchException(
                    server.what().label() + " answered nothing" + (load.refused() > 0 ? " but refusals" : "")
                            + server.process().tail());
        }
        return Sample.of(load, before, after, ownBefore, server.own());
    }

    private LoadGenerator generator(RunningServer server, int sockets) {
        return LoadGenerator.open(
                loops,
                new LoadGenerator.Options(options.transport(), server.address(), sockets, options.senders()),
                numbers);
    }

    private static String said(Sample sample) {
        return String.format(Locale.ROOT, "%.0f msg/s, %.1f µs CPU a message", sample.perSecond(), sample.cpuMicros());
    }

    private SipReport report(Machine machine, double syncMillis) {
        List<SipRow> rows = new ArrayList<>();
        samples.forEach((server, of) -> rows.add(SipRow.of(server, of, samples.get(server.against()))));
        return new SipReport(
                "sip",
                machine,
                syncMillis,
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                Commit.current(),
                options.transport().name(),
                options.phase().toSeconds(),
                options.rounds(),
                options.sockets(),
                options.senders(),
                options.window(),
                messageBytes,
                rows,
                skipped);
    }
}
