package io.pigw.bench.faults;

import io.pigw.bench.BenchProgress;
import io.pigw.bench.Commit;
import io.pigw.bench.Machine;
import io.pigw.bench.enroll.FixedNode;
import io.pigw.bench.load.LoadResult;
import io.pigw.bench.overlay.OverlayFiles;
import io.pigw.bench.scale.ScaleRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets faults strike the processes of an overlay, one after the other, while messages go both ways, and counts at both ends what
 * became of every message that was acknowledged. Blocks; not for a loop.
 */
public final class FaultsBench {

    /** Beyond the expiry of a message, within which it is delivered or its sender told. */
    private static final Duration EXPIRY = Duration.ofSeconds(75);

    /** After the last fault, until something is acknowledged again. */
    private static final Duration TO_WORK = Duration.ofSeconds(60);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** What comes again comes within this, once all is quiet. */
    private static final Duration FOR_REPEATS = Duration.ofSeconds(3);

    private final FaultsOptions options;
    private final Path directory;
    private final BenchProgress progress;
    private final OverlayFiles files;
    private final FixedPorts ports = new FixedPorts();

    private FaultsBench(FaultsOptions options, Path directory, BenchProgress progress) throws IOException {
        this.options = options;
        this.directory = directory;
        this.progress = progress;
        this.files =
                new OverlayFiles(Files.createDirectories(directory.resolve("keys")), ScaleRing.BITS, options.locate());
    }

    /**
     * Runs it.
     *
     * @param directory for databases, keys and logs of the run; the caller's to delete
     * @throws io.pigw.bench.BenchException if a process does not start, or nothing is delivered
     */
    public static FaultsReport run(FaultsOptions options, Path directory, BenchProgress progress)
            throws IOException, InterruptedException, GeneralSecurityException {
        Machine machine = Machine.current();
        FaultsBench bench = new FaultsBench(options, directory, progress);
        List<FaultsReport.Row> rows = new ArrayList<>();
        FaultedEnrollment enrollment = bench.enroll();
        for (Fault fault : options.faults()) {
            rows.add(bench.measure(fault, enrollment));
        }
        return new FaultsReport(
                "faults",
                machine,
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                Commit.current(),
                options.locate(),
                options.rate(),
                rows);
    }

    private FaultedEnrollment enroll() throws IOException, InterruptedException, GeneralSecurityException {
        progress.begin("Certificates");
        List<FixedNode> nodes = FaultOverlay.nodes(options);
        FaultedEnrollment enrollment = FaultedEnrollment.of(
                nodes, files, ports, directory, options.heap(), done -> progress.update(done, nodes.size()));
        progress.end(nodes.size() + " by EST");
        return enrollment;
    }

    private FaultsReport.Row measure(Fault fault, FaultedEnrollment enrollment)
            throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(directory, fault.label());
        progress.begin(fault.label() + ": start");
        try (FaultedLoad load = FaultedLoad.open(place, options);
                FaultOverlay overlay = FaultOverlay.start(files, enrollment, ports, options, fault, load, place)) {
            progress.end(overlay.processes().size() + " processes, the ring has settled");
            progress.begin(fault.label());
            long begun = System.nanoTime();
            AtomicBoolean works = new AtomicBoolean();
            LoadResult sent = load.during(overlay, () -> works.set(strike(fault, overlay, load)));
            double seconds = (System.nanoTime() - begun) / 1e9;
            load.requireTraffic();
            Evidence evidence = settled(overlay, load);
            write(evidence, place);
            load.writeArrivals();
            FaultsReport.Row row = new FaultsReport.Row(
                    fault.label(),
                    fault.rounds(options.rounds()),
                    seconds,
                    sent.sent(),
                    overlay.pending(),
                    works.get(),
                    load.carried(),
                    overlay.footprints().growths(),
                    overlay.badInput(),
                    Verdict.ofInboxes(evidence.toPeers()),
                    Verdict.ofCore(evidence.toIms()));
            Verdict both = Verdict.sum(List.of(row.toPeers(), row.toIms()));
            progress.end(
                    "of " + both.acknowledged() + " acknowledged " + both.lost() + " lost, " + both.twice() + " twice");
            return row;
        }
    }

    /** Whether it works afterwards. */
    private boolean strike(Fault fault, FaultOverlay overlay, FaultedLoad load)
            throws IOException, InterruptedException {
        List<FaultedProcess> peers = overlay.of(FaultedService.PEERS);
        int rounds = fault.rounds(options.rounds());
        for (int round = 0; round < rounds; round++) {
            overlay.rest(options.pause());
            List<Integer> starts = peers.stream().map(FaultedProcess::starts).toList();
            fault.strike(overlay, round);
            for (int i = 0; i < peers.size(); i++) {
                if (peers.get(i).starts() > starts.get(i)) {
                    load.sendAgain(peers.get(i));
                }
            }
            progress.update(round + 1, rounds);
        }
        boolean works = load.works(overlay, TO_WORK);
        overlay.rest(options.pause());
        return works;
    }

    /** Waits until all is accounted for, or should be; and then whether anything comes again. */
    private static Evidence settled(FaultOverlay overlay, FaultedLoad load) throws IOException, InterruptedException {
        long end = System.nanoTime() + EXPIRY.toNanos();
        while (System.nanoTime() - end < 0 && (overlay.pending() > 0 || isOpen(load.evidence(overlay)))) {
            overlay.rest(LOOK_EVERY);
        }
        overlay.rest(FOR_REPEATS);
        return load.evidence(overlay);
    }

    /** For whoever looks for the cause. */
    private static void write(Evidence evidence, Path place) throws IOException {
        writeLost(evidence.toPeers(), place.resolve("lost-to-peers"));
        writeLost(evidence.toIms(), place.resolve("lost-to-ims"));
    }

    private static void writeLost(Evidence.Way way, Path file) throws IOException {
        Files.write(file, Verdict.lost(way).stream().map(Long::toHexString).toList());
    }

    private static boolean isOpen(Evidence evidence) {
        return Verdict.ofInboxes(evidence.toPeers()).lost() > 0
                || Verdict.ofCore(evidence.toIms()).lost() > 0;
    }
}
