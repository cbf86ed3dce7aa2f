package io.pigw.bench.scale;

import io.pigw.bench.process.ProcessUsage;
import io.pigw.bench.server.ServerKind;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the processes of an overlay had used and counted at one time. Asking them costs them something, which is kept out of what lies
 * between two.
 *
 * @param nanos when usage was read, on the clock of {@link System#nanoTime}
 * @param usage of each process, by name
 * @param meters likewise
 * @param arrived messages in inboxes
 */
record Snapshot(long nanos, Map<String, ProcessUsage> usage, Map<String, Meters> meters, long arrived) {

    /** Before the load: usage last. */
    static Snapshot before(ScaleOverlay overlay) throws IOException, InterruptedException {
        Map<String, Meters> meters = metersOf(overlay);
        long arrived = arrivedIn(overlay);
        return new Snapshot(System.nanoTime(), usageOf(overlay), meters, arrived);
    }

    /** After it: usage first. */
    static Snapshot after(ScaleOverlay overlay) throws IOException, InterruptedException {
        long nanos = System.nanoTime();
        Map<String, ProcessUsage> usage = usageOf(overlay);
        return new Snapshot(nanos, usage, metersOf(overlay), arrivedIn(overlay));
    }

    private static Map<String, ProcessUsage> usageOf(ScaleOverlay overlay) {
        Map<String, ProcessUsage> usage = new HashMap<>();
        overlay.nodes().forEach(node -> usage.put(node.name(), node.process().usage()));
        return usage;
    }

    private static Map<String, Meters> metersOf(ScaleOverlay overlay) throws IOException, InterruptedException {
        Map<String, Meters> meters = new HashMap<>();
        for (ScaleNode node : overlay.nodes()) {
            meters.put(node.name(), node.scrape());
        }
        return meters;
    }

    private static long arrivedIn(ScaleOverlay overlay) throws InterruptedException {
        long arrived = 0;
        for (ScaleNode peers : overlay.of(ServerKind.PEERS)) {
            arrived += peers.arrived();
        }
        return arrived;
    }

    /** Processor time of one since then. */
    Duration cpuSince(Snapshot before, ScaleNode node) {
        return of(usage, node).cpu().minus(of(before.usage, node).cpu());
    }

    /** What one's meters rose by since then. */
    Meters metersSince(Snapshot before, ScaleNode node) {
        return of(meters, node).since(of(before.meters, node));
    }

    /** Megabytes of memory that one has, 0 where the system does not tell. */
    double megabytes(ScaleNode node) {
        return of(usage, node).proportionalBytes().orElse(0) / (1024.0 * 1024);
    }

    private static <T> T of(Map<String, T> values, ScaleNode node) {
        T value = values.get(node.name());
        if (value == null) {
            throw new IllegalArgumentException("no snapshot of " + node.name());
        }
        return value;
    }
}
