package io.pigw.bench.enroll;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.pigw.bench.BenchException;
import io.pigw.bench.BenchProgress;
import io.pigw.bench.Commit;
import io.pigw.bench.Machine;
import io.pigw.bench.Medians;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Floods an enrollment server of default settings with bad requests over kept connections, and with new connections, and looks how long
 * a good client waits meanwhile. Blocks; not for a loop.
 */
public final class FloodBench {

    private static final int REQUESTS_A_SECOND = 1_000;
    private static final int CONNECTIONS_A_SECOND = 100;
    private static final int KEPT = 64;
    private static final int EACH_SORT = 64;
    private static final int WARM_UPS = 20;
    private static final long LIMIT_MILLIS = 1_000;
    private static final long TICK_MILLIS = 1;
    private static final Duration DRAIN = Duration.ofSeconds(11);
    private static final String GOOD = "127.0.0.1";
    private static final List<String> OTHERS =
            IntStream.rangeClosed(2, 9).mapToObj(i -> "127.0.0." + i).toList();
    private static final double NANOS_PER_MILLI = 1e6;

    private final EnrollBenchOptions options;
    private final BenchProgress progress;
    private final EventLoop loop;
    private final EstDialler dialler;
    private final List<byte[]> bad;
    private final Iterator<byte[]> good;
    private final EnrollmentServer server;

    private FloodBench(
            EnrollBenchOptions options,
            BenchProgress progress,
            EventLoop loop,
            EstDialler dialler,
            EnrollmentServer server,
            List<byte[]> bad,
            Iterator<byte[]> good) {
        this.options = options;
        this.progress = progress;
        this.loop = loop;
        this.dialler = dialler;
        this.server = server;
        this.bad = bad;
        this.good = good;
    }

    private enum Sort {
        NONE("nothing", 0),
        REQUESTS("bad requests", REQUESTS_A_SECOND),
        CONNECTIONS("new connections", CONNECTIONS_A_SECOND);

        private final String what;
        private final int perSecond;

        Sort(String what, int perSecond) {
            this.what = what;
            this.perSecond = perSecond;
        }
    }

    /**
     * Runs the profile.
     *
     * @param directory for database, keys and log of each server; the caller's to delete
     * @throws BenchException if a server does not start
     */
    public static FloodReport run(EnrollBenchOptions options, Path directory, BenchProgress progress)
            throws IOException, InterruptedException, GeneralSecurityException {
        Machine machine = Machine.current();
        List<FloodReport.Row> rows = new ArrayList<>();
        try (Loops loops = Loops.open(1);
                EnrollmentServer server = EnrollmentServer.start(directory, options.heap(), "")) {
            progress.begin("Tokens and requests");
            EstRequests requests = new EstRequests(server.address(), new SecureRandom());
            int due = (int) options.phase().toSeconds() + 1;
            List<byte[]> good = new ArrayList<>();
            for (String token : server.tokens(WARM_UPS + 5 * due)) {
                good.add(requests.enroll(token, requests.key()));
            }
            List<byte[]> bad = requests.bad(EACH_SORT, new SplittableRandom(1));
            progress.end(good.size() + " good, " + bad.size() + " bad");
            FloodBench bench = new FloodBench(
                    options,
                    progress,
                    loops.next(),
                    new EstDialler(loops, server.address(), server.root()),
                    server,
                    bad,
                    good.iterator());
            bench.warmUp();
            rows.add(bench.row(Sort.NONE, List.of(GOOD), "-"));
            for (Sort sort : List.of(Sort.REQUESTS, Sort.CONNECTIONS)) {
                rows.add(bench.row(sort, OTHERS, "others"));
            }
            for (Sort sort : List.of(Sort.REQUESTS, Sort.CONNECTIONS)) {
                rows.add(bench.row(sort, List.of(GOOD), "its address"));
            }
        }
        return new FloodReport(
                "enroll-flood",
                machine,
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                Commit.current(),
                options.phase().toSeconds(),
                LIMIT_MILLIS,
                rows);
    }

    /** A cold server is slow by itself: that is no flood's doing. */
    private void warmUp() throws InterruptedException {
        progress.begin("Warm-up");
        GoodClient client = new GoodClient(loop, dialler, GOOD);
        for (int i = 0; i < WARM_UPS; i++) {
            byte[] request = good.next();
            onLoop(() -> {
                client.enroll(request);
                return true;
            });
            int sofar = i + 1;
            await(() -> client.results().size() == sofar, DRAIN);
            progress.update(sofar, WARM_UPS);
        }
        long refused = client.results().stream()
                .filter(result -> result.status() != 200)
                .count();
        if (refused > 0) {
            throw new BenchException("the server refuses good clients before any flood: " + client.results());
        }
        progress.end(String.format(
                Locale.ROOT, "%.1f ms at last", client.results().getLast().nanos() / NANOS_PER_MILLI));
    }

    private FloodReport.Row row(Sort sort, List<String> sources, String from) throws InterruptedException {
        progress.begin(sort == Sort.NONE ? "No flood" : sort.what + " from " + from);
        GoodClient client = new GoodClient(loop, dialler, GOOD);
        int seconds = (int) options.phase().toSeconds();
        Duration cpuBefore = server.usage().cpu();
        long start = System.nanoTime();
        Flooding flood = onLoop(() -> begin(sort, sources));
        ScheduledFuture<?> ticks = onLoop(() -> tick(flood, sort.perSecond, start));
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            requests.add(good.next());
        }
        ScheduledFuture<?> goods = onLoop(() -> {
            Iterator<byte[]> each = requests.iterator();
            return loop.scheduleAtFixedRate(
                    () -> {
                        if (each.hasNext()) {
                            client.enroll(each.next());
                        }
                    },
                    500,
                    1_000,
                    TimeUnit.MILLISECONDS);
        });
        await(
                () -> System.nanoTime() - start >= options.phase().toNanos(),
                options.phase().plusSeconds(60));
        Duration cpu = server.usage().cpu().minus(cpuBefore);
        double took = System.nanoTime() - start;
        // Those that are under way end under the flood.
        await(() -> client.results().size() == seconds, DRAIN);
        FloodCounts counts = onLoop(() -> {
            ticks.cancel(false);
            goods.cancel(false);
            FloodCounts all = flood.counts();
            flood.stop();
            return all;
        });
        FloodReport.Row row = row(sort, from, client.results(), seconds, counts, cpu.toNanos() / took);
        progress.end(String.format(
                Locale.ROOT, "%d of %d in time, at most %.0f ms", seconds - row.late(), seconds, row.maxMillis()));
        return row;
    }

    private static FloodReport.Row row(
            Sort sort, String from, List<GoodClient.Result> results, int due, FloodCounts counts, double cpuShare) {
        List<Double> millis =
                results.stream().map(result -> result.nanos() / NANOS_PER_MILLI).toList();
        int refused = due
                - (int) results.stream()
                        .filter(result -> result.status() == 200)
                        .count();
        int inTime = (int) results.stream()
                .filter(result -> result.status() == 200 && result.nanos() <= LIMIT_MILLIS * NANOS_PER_MILLI)
                .count();
        return new FloodReport.Row(
                sort.what,
                sort.perSecond,
                from,
                due,
                due - inTime,
                refused,
                millis.isEmpty() ? 0 : Medians.of(millis),
                millis.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                results.stream().mapToInt(GoodClient.Result::dials).sum(),
                counts,
                cpuShare);
    }

    private Flooding begin(Sort sort, List<String> sources) {
        return switch (sort) {
            case NONE, REQUESTS -> {
                RequestFlood flood = new RequestFlood(dialler, sources, bad);
                flood.open(sort == Sort.NONE ? 0 : KEPT);
                yield flood;
            }
            case CONNECTIONS -> new ConnectionFlood(dialler, sources, bad);
        };
    }

    private ScheduledFuture<?> tick(Flooding flood, int perSecond, long start) {
        long[] launched = {0};
        return loop.scheduleAtFixedRate(
                () -> {
                    long due = (System.nanoTime() - start) * perSecond / 1_000_000_000L;
                    for (; launched[0] < due; launched[0]++) {
                        flood.launch();
                    }
                },
                0,
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private <T> T onLoop(Callable<T> task) throws InterruptedException {
        try {
            return loop.submit(task).get();
        } catch (ExecutionException e) {
            throw new BenchException("the generator failed", e);
        }
    }

    /** Asks the loop again and again. */
    private void await(Callable<Boolean> done, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - end < 0 && !onLoop(done)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
