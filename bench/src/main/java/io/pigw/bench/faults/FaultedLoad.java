package io.pigw.bench.faults;

import io.pigw.bench.BenchException;
import io.pigw.bench.load.LoadGenerator;
import io.pigw.bench.load.LoadResult;
import io.pigw.bench.load.Pace;
import io.pigw.bench.load.SipSink;
import io.pigw.bench.load.Transport;
import io.pigw.bench.scale.ScaleRing;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Messages both ways, and what the two ends saw of them. Blocks, but for the loads themselves. */
final class FaultedLoad implements AutoCloseable {

    private static final int USERS = 997;
    private static final int SOCKETS = 4;
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofHours(6);

    /** Numbers of peers' messages are far above those of IMS clients. */
    private static final long FIRST_OF_PEERS = 1L << 48;

    private static final long NUMBERS_OF_A_START = 1L << 32;

    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
    private final List<Path> ledgers = new ArrayList<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Loops loops;
    private final SipSink core;
    private final Path directory;
    private final int ratePerWay;
    private final List<Integer> targets;
    private final List<Double> carried = new ArrayList<>();
    private long nextOfPeers = FIRST_OF_PEERS;

    private FaultedLoad(Path directory, FaultsOptions options) {
        this.directory = directory;
        this.ratePerWay = Math.ceilDiv(options.rate(), 2);
        this.targets = ScaleRing.targets(options.peers());
        this.loops = Loops.open(1);
        this.core = SipSink.open(loops, Transport.UDP, Arrival.reader(arrivals::add));
    }

    /** With a core that answers all. */
    static FaultedLoad open(Path directory, FaultsOptions options) {
        return new FaultedLoad(directory, options);
    }

    Loops loops() {
        return loops;
    }

    SipSink core() {
        return core;
    }

    /** Something that is done while messages go both ways. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Sends both ways while the work is done. */
    LoadResult during(FaultOverlay overlay, Work work) throws IOException, InterruptedException {
        try (LoadGenerator generator = LoadGenerator.open(loops, load(overlay), numbers, acknowledged::add);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<LoadResult> result =
                    CompletableFuture.supplyAsync(() -> generator.run(new Pace.Rate(ratePerWay), LONGEST), threads);
            for (FaultedProcess process : overlay.of(FaultedService.PEERS)) {
                send(process, ratePerWay);
            }
            try {
                work.run();
            } finally {
                generator.stop();
            }
            for (FaultedProcess process : overlay.of(FaultedService.PEERS)) {
                process.send(0, nextOfPeers, directory.resolve("none"));
            }
            return result.join();
        }
    }

    private LoadGenerator.Options load(FaultOverlay overlay) {
        return new LoadGenerator.Options(Transport.UDP, overlay.sip(), SOCKETS, USERS, targets);
    }

    /** The process sends its peers' share, once more if it has been started anew. */
    void sendAgain(FaultedProcess process) throws InterruptedException {
        send(process, ratePerWay);
    }

    private void send(FaultedProcess process, int perSecond) throws InterruptedException {
        Path ledger = directory.resolve("ledger-" + ledgers.size());
        ledgers.add(ledger);
        process.send(Math.ceilDiv(perSecond, 2), nextOfPeers, ledger);
        nextOfPeers += NUMBERS_OF_A_START;
    }

    /** Whether messages of both ways are acknowledged within that time. */
    boolean works(FaultOverlay overlay, Duration within) throws IOException, InterruptedException {
        int toPeers = acknowledged.size();
        long toIms = answeredPeers();
        long end = System.nanoTime() + within.toNanos();
        while (acknowledged.size() == toPeers || answeredPeers() == toIms) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            overlay.rest(LOOK_EVERY);
        }
        return true;
    }

    /** Measures for so long which share of what is offered is acknowledged. */
    void measure(FaultOverlay overlay, Duration length) throws IOException, InterruptedException {
        long toPeers = acknowledged.size();
        long toIms = answeredPeers();
        long begun = System.nanoTime();
        overlay.rest(length);
        double offered = (System.nanoTime() - begun) / 1e9 * ratePerWay;
        long least = Math.min(acknowledged.size() - toPeers, answeredPeers() - toIms);
        carried.add(Math.min(1, least / offered));
    }

    /** The shares of the load that {@link #measure} saw carried, 0 to 1, of the worse way each time. */
    List<Double> carried() {
        return List.copyOf(carried);
    }

    private long answeredPeers() throws IOException {
        long answered = 0;
        for (Path ledger : ledgers) {
            answered += Files.readAllLines(ledger).stream()
                    .filter(line -> line.endsWith(" 200"))
                    .count();
        }
        return answered;
    }

    /** All that was seen up to now. */
    Evidence evidence(FaultOverlay overlay) throws IOException, InterruptedException {
        List<String> inboxes = new ArrayList<>();
        for (FaultedProcess process : overlay.of(FaultedService.PEERS)) {
            inboxes.addAll(process.inboxes());
        }
        List<String> answered = new ArrayList<>();
        for (Path ledger : ledgers) {
            answered.addAll(Files.readAllLines(ledger));
        }
        LoadGenerator.Options load = load(overlay);
        return Evidence.of(
                number -> NodeId.of(load.target(number)),
                List.copyOf(acknowledged),
                List.copyOf(arrivals),
                inboxes,
                answered);
    }

    /** Everything that the core got, for whoever looks for a cause. */
    void writeArrivals() throws IOException {
        Files.write(
                directory.resolve("arrivals"),
                arrivals.stream().map(Arrival::toString).toList());
    }

    /** Refuses a core that nothing came to: then nothing was measured. */
    void requireTraffic() {
        if (arrivals.isEmpty() || acknowledged.isEmpty()) {
            throw new BenchException("nothing was acknowledged or nothing arrived: the overlay does not work");
        }
    }

    @Override
    public void close() {
        core.close();
        loops.close();
    }
}
