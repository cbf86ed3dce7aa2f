package io.pigw.cli.flood;

import io.pigw.cli.Progress;
import io.pigw.cli.UserError;
import io.pigw.cli.deployment.Deployment;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.peer.Peer;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands an overlay up in this process, has one peer send messages to another at a steady rate, and measures how long each takes:
 * without a flood, and beside each sort of it at the sender's CSP and at the receiving peer. Blocks.
 */
public final class FloodRun {

    private static final double NANOS_PER_MILLI = 1e6;
    /** In this time what a flooder has left in sockets is read: it is not the next one's. */
    private static final long LEFT_OVER_NANOS = 2_000_000_000L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final FloodOptions options;
    private final Deployment deployment;
    private final NodeIdentity bad;

    private FloodRun(FloodOptions options, Deployment deployment, NodeIdentity bad) {
        this.options = options;
        this.deployment = deployment;
        this.bad = bad;
    }

    /**
     * Runs it.
     *
     * @param data for databases and keys; the caller's to delete
     * @throws UserError when the overlay does not settle
     */
    public static FloodReport run(FloodOptions options, Path data, Progress progress) throws InterruptedException {
        try (Deployment deployment = Deployment.start(options.deployment(data), progress)) {
            Peer last = deployment.peers().getLast();
            String name = String.format(Locale.ROOT, "user-%04d", options.peers() - 1);
            NodeIdentity bad = identity(data.resolve("peer").resolve("keys").resolve(name));
            last.close();
            return new FloodRun(options, deployment, bad).rows(progress);
        }
    }

    private static NodeIdentity identity(Path folder) {
        try {
            return IdentityFiles.in(folder).load();
        } catch (IOException e) {
            throw new UserError("cannot read the flooder's identity: " + e.getMessage(), e);
        }
    }

    private FloodReport rows(Progress progress) throws InterruptedException {
        List<FloodReport.Row> rows = new ArrayList<>();
        for (FloodSort sort : FloodSort.values()) {
            String name = sort.name().toLowerCase(Locale.ROOT);
            progress.begin("Honest messages, flood: " + name);
            FloodReport.Row row = row(sort, name);
            rows.add(row);
            progress.end(row.delivered() + " of " + row.messages() + " delivered");
        }
        return new FloodReport(rows);
    }

    private FloodReport.Row row(FloodSort sort, String name) throws InterruptedException {
        Peer from = deployment.peers().getFirst();
        Peer to = deployment.peers().get(1);
        NodeId master = from.status().join().master();
        NodeContact csp = deployment.csps().stream()
                .filter(one -> one.id().equals(master))
                .findFirst()
                .orElseThrow(() -> new UserError("the sender has lost its CSP"))
                .contact();
        Counted before = Counted.now(deployment.environment().metrics());
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        long flooded;
        try (Flooder flooder =
                new Flooder(sort, options.perSecond(), bad, deployment.environment(), List.of(csp, to.contact()))) {
            long begun = System.nanoTime();
            for (int i = 0; i < options.rate() * options.seconds(); i++) {
                LockSupport.parkNanos(begun + i * NANOS_PER_SECOND / options.rate() - System.nanoTime());
                sent.add(send(from, to));
            }
            sent.forEach(CompletableFuture::join);
            flooded = flooder.sent();
        }
        LockSupport.parkNanos(LEFT_OVER_NANOS);
        Counted after = Counted.now(deployment.environment().metrics());
        long[] took = sent.stream()
                .mapToLong(CompletableFuture::join)
                .filter(nanos -> nanos >= 0)
                .sorted()
                .toArray();
        return new FloodReport.Row(
                name,
                sent.size(),
                took.length,
                quantileMillis(took, 0.5),
                quantileMillis(took, 0.99),
                flooded,
                after.limited() - before.limited(),
                after.paused() - before.paused(),
                after.refused() - before.refused());
    }

    /** How many nanoseconds it took until it was answered 200; less than 0 if it was not. */
    private static CompletableFuture<Long> send(Peer from, Peer to) {
        long begun = System.nanoTime();
        return from.send(new Party.Node(to.id()), "text/plain", Bytes.utf8("hello"))
                .thenApply(result -> result.status().isSuccess() ? System.nanoTime() - begun : -1);
    }

    private static double quantileMillis(long[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / NANOS_PER_MILLI;
    }

    private record Counted(long limited, long paused, long refused) {

        private static final List<String> SORTS = Arrays.asList("ring", "ping", "fetch");

        static Counted now(Metrics metrics) {
            return new Counted(
                    SORTS.stream()
                                    .mapToLong(
                                            sort -> (long) metrics.count("pigw_requests_limited_total", "sort", sort))
                                    .sum()
                            + (long) metrics.count("pigw_csp_relayed_total", "status", "503"),
                    (long) metrics.count("pigw_links_paused_total"),
                    (long) (metrics.count("pigw_links_refused_total", "reason", "tls_failed")
                            + metrics.count("pigw_links_refused_total", "reason", "too_many_links")));
        }
    }
}
