package io.pigw.bench.scale;

import io.pigw.bench.BenchException;
import io.pigw.bench.BenchProgress;
import io.pigw.bench.Commit;
import io.pigw.bench.DiskSync;
import io.pigw.bench.Machine;
import io.pigw.bench.enroll.EnrollmentServer;
import io.pigw.bench.enroll.FixedNode;
import io.pigw.bench.load.LoadGenerator;
import io.pigw.bench.load.LoadResult;
import io.pigw.bench.load.Pace;
import io.pigw.bench.load.Transport;
import io.pigw.bench.overlay.OverlayFiles;
import io.pigw.bench.server.ServerKind;
import io.pigw.runtime.Environment;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands up an overlay of real processes for each point in turn, sends MESSAGEs through its gateways and looks what that costs whom.
 * The certificates are of one enrollment server, which runs all the time. Blocks; not for a loop.
 */
public final class ScaleBench {

    private static final int USERS = 997;
    private static final int SOCKETS_A_GATEWAY = 4;

    private final ScaleOptions options;
    private final Path directory;
    private final BenchProgress progress;
    private final Loops loops;
    private final OverlayFiles files;
    private final AtomicLong numbers = new AtomicLong();

    private ScaleBench(ScaleOptions options, Path directory, BenchProgress progress, Loops loops, OverlayFiles files) {
        this.options = options;
        this.directory = directory;
        this.progress = progress;
        this.loops = loops;
        this.files = files;
    }

    /**
     * Runs the profile.
     *
     * @param directory for databases, keys and logs of the run; the caller's to delete
     * @throws BenchException if a process does not start, or nothing is delivered
     */
    public static ScaleReport run(ScaleOptions options, Path directory, BenchProgress progress)
            throws IOException, InterruptedException, GeneralSecurityException {
        Machine machine = Machine.current();
        double syncMillis = DiskSync.medianMillis(directory);
        List<ScaleReport.Point> points = new ArrayList<>();
        OverlayFiles files =
                new OverlayFiles(Files.createDirectories(directory.resolve("keys")), ScaleRing.BITS, options.locate());
        try (Loops loops = Loops.open(1);
                EnrollmentServer server = EnrollmentServer.ofOverlay(
                        directory, options.heap(), OverlayFiles.section(ScaleRing.BITS, ScaleRing.all(options)))) {
            enroll(server, files, options, progress);
            ScaleBench bench = new ScaleBench(options, directory, progress, loops, files);
            for (ScalePoint point : options.points()) {
                points.add(bench.measure(point));
            }
        }
        return new ScaleReport(
                "scale",
                machine,
                syncMillis,
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                Commit.current(),
                options.locate(),
                options.peers(),
                options.rate(),
                options.phase().toSeconds(),
                points);
    }

    private static void enroll(
            EnrollmentServer server, OverlayFiles files, ScaleOptions options, BenchProgress progress)
            throws IOException, InterruptedException, GeneralSecurityException {
        progress.begin("Certificates");
        List<FixedNode> nodes = ScaleRing.all(options);
        try (Environment environment = Environment.create(1)) {
            files.enroll(server, nodes, environment, done -> progress.update(done, nodes.size()));
        }
        progress.end(nodes.size() + " by EST");
    }

    private ScaleReport.Point measure(ScalePoint at) throws IOException, InterruptedException {
        String what = at.gateways() + " gateways, " + at.csps() + " CSPs";
        progress.begin(what + ": start");
        Path place = Files.createTempDirectory(directory, "point");
        try (ScaleOverlay overlay = ScaleOverlay.start(files, at, options, place)) {
            progress.end(overlay.nodes().size() + " processes, the ring has settled");
            progress.begin(what);
            if (!options.warmUp().isZero()) {
                load(overlay, options.warmUp());
                overlay.awaitDelivered();
            }
            Snapshot rested = Snapshot.before(overlay);
            overlay.rest(options.idle());
            Snapshot restedLong = Snapshot.after(overlay);
            Snapshot before = Snapshot.before(overlay);
            long begun = System.nanoTime();
            LoadResult load = load(overlay, options.phase());
            overlay.awaitDelivered();
            Duration delivering = Duration.ofNanos(System.nanoTime() - begun);
            Snapshot after = Snapshot.after(overlay);
            PointResult.Idle idle = new PointResult.Idle(rested, restedLong, options.idle());
            ScaleReport.Point point = new PointResult(overlay, load, idle, before, after, delivering).point();
            if (point.arrived() == 0) {
                throw new BenchException("nothing arrived"
                        + overlay.of(ServerKind.GATEWAY).getFirst().process().tail());
            }
            progress.end(String.format(Locale.ROOT, "%.0f messages/s arrived", point.perSecond()));
            return point;
        }
    }

    /** A user's message goes to any gateway: sockets take turns, and each has one gateway. */
    private LoadResult load(ScaleOverlay overlay, Duration length) {
        List<ScaleNode> gateways = overlay.of(ServerKind.GATEWAY);
        LoadGenerator.Options to = new LoadGenerator.Options(
                Transport.UDP,
                gateways.stream().map(ScaleNode::address).toList(),
                SOCKETS_A_GATEWAY * gateways.size(),
                USERS,
                ScaleRing.targets(options.peers()));
        try (LoadGenerator generator = LoadGenerator.open(loops, to, numbers)) {
            return generator.run(new Pace.Rate(options.rate()), length);
        }
    }
}
