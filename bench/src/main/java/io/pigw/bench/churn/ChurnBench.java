package io.pigw.bench.churn;

import io.pigw.bench.BenchException;
import io.pigw.bench.BenchProgress;
import io.pigw.bench.Machine;
import io.pigw.bench.enroll.EnrollmentServer;
import io.pigw.bench.enroll.FixedNode;
import io.pigw.bench.overlay.OverlayFiles;
import io.pigw.bench.process.ChildProcess;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

/**
 * Stands a ring of real nodes up in several processes, lets each peer store a record, kills the processes of a share of all nodes
 * at once, and looks what is found. Blocks; not for a loop.
 */
public final class ChurnBench {

    /** Links that break are seen at once; that nothing is settled any more shows within this. */
    private static final Duration NOTICE = Duration.ofSeconds(3);

    private static final int FIRST = 1;
    private static final int SECOND = 2;

    private final ChurnOptions options;
    private final Path directory;
    private final BenchProgress progress;
    private final Random random;
    private final ChurnPlan plan;
    private final Machine machine;

    private ChurnBench(ChurnOptions options, Path directory, BenchProgress progress) {
        this.options = options;
        this.directory = directory;
        this.progress = progress;
        this.random = new Random(options.seed());
        this.plan = ChurnPlan.of(options, random, OpenFiles.limit());
        this.machine = Machine.current();
    }

    /**
     * Runs it.
     *
     * @param directory for databases, keys and logs of the run; the caller's to delete
     * @throws BenchException if the ring does not settle, or does not take the records to begin with
     */
    public static ChurnReport run(ChurnOptions options, Path directory, BenchProgress progress)
            throws IOException, InterruptedException, GeneralSecurityException {
        ChurnBench bench = new ChurnBench(options, directory, progress);
        // It publishes the lists of revoked certificates, without which no link opens.
        try (EnrollmentServer server = EnrollmentServer.ofOverlay(
                        directory, options.heap(), OverlayFiles.section(options.ringBits(), bench.plan.all()));
                MemberProcesses processes = new MemberProcesses(options)) {
            return bench.on(processes, bench.enroll(server));
        }
    }

    private ChurnFiles enroll(EnrollmentServer server)
            throws IOException, InterruptedException, GeneralSecurityException {
        progress.begin("Certificates");
        List<FixedNode> nodes = plan.all();
        OverlayFiles files =
                new OverlayFiles(Files.createDirectories(directory.resolve("keys")), options.ringBits(), "ping");
        try (Environment environment = Environment.create(1)) {
            files.enroll(server, nodes, environment, done -> progress.update(done, nodes.size()));
        }
        progress.end(nodes.size() + " by EST");
        return new ChurnFiles(files, directory);
    }

    private ChurnReport on(MemberProcesses processes, ChurnFiles files) throws IOException, InterruptedException {
        List<FixedNode> all = plan.all();
        List<NodeId> csps = ChurnPlan.ids(all, Role.CSP);
        List<NodeId> peers = ChurnPlan.ids(all, Role.PEER);
        progress.begin("CSPs");
        long begun = System.nanoTime();
        files.place(csps);
        List<ChildProcess> dying = processes.start(files.write("dying", plan.dying()));
        List<ChildProcess> living = processes.start(files.write("living", plan.living()));
        processes.await("CSPs have settled", csps.size(), MembersState::settledCsps, progress);
        progress.end(csps.size() + " in " + (dying.size() + living.size()) + " processes");
        progress.begin("Peers join");
        processes.join();
        processes.await("peers have joined", peers.size(), MembersState::joined, progress);
        progress.end(peers.size() + " peers admitted");
        progress.begin("The ring settles");
        processes.await("members have settled", all.size(), MembersState::settled, progress);
        double standSeconds = secondsSince(begun);
        progress.end(all.size() + " members");

        progress.begin("Each peer stores a record");
        int stored = processes.store(FIRST);
        if (stored < peers.size()) {
            throw new BenchException("only " + stored + " of " + peers.size()
                    + " records were stored. The machine may be too busy: try again, or fewer peers (--peers)");
        }
        processes.rest(NOTICE);
        processes.await("members have settled", all.size(), MembersState::settled, progress);
        progress.end(stored + " records, three copies each");

        HashSet<NodeId> gone = new HashSet<>(plan.gone());
        int goneCsps = (int) csps.stream().filter(gone::contains).count();
        progress.begin(gone.size() + " of " + all.size() + " nodes die");
        processes.kill(dying);
        long ended = System.nanoTime();
        progress.end("at once, " + goneCsps + " CSPs among them");

        progress.begin("What is left settles");
        processes.rest(NOTICE);
        processes.await("members have settled", all.size() - gone.size(), MembersState::settled, progress);
        double settledSeconds = secondsSince(ended);
        progress.end(all.size() - gone.size() + " nodes");

        progress.begin("All records are fetched");
        int found = processes.fetch(FIRST, fetches(peers));
        progress.end(found + " of " + peers.size() + " found");

        progress.begin("Those that are left store anew");
        List<NodeId> left = peers.stream().filter(peer -> !gone.contains(peer)).toList();
        int refreshed = processes.store(SECOND);
        int foundRefreshed = processes.fetch(SECOND, fetches(left));
        progress.end(foundRefreshed + " of " + left.size() + " found");
        return new ChurnReport(
                machine,
                all.size(),
                csps.size(),
                dying.size() + living.size(),
                processes.openFiles(),
                standSeconds,
                gone.size(),
                goneCsps,
                settledSeconds,
                peers.size(),
                new OverlayRecords(options.ringBits())
                        .held(peers, all.stream().map(FixedNode::id).toList(), gone),
                found,
                left.size(),
                Math.min(refreshed, foundRefreshed));
    }

    /** Each owner's record by a living peer drawn at random; for each process that is left, owners and readers in turns. */
    private List<List<NodeId>> fetches(List<NodeId> owners) {
        List<List<NodeId>> readers = plan.living().stream()
                .map(part -> ChurnPlan.ids(part, Role.PEER))
                .toList();
        List<List<NodeId>> fetches = new ArrayList<>();
        readers.forEach(_ -> fetches.add(new ArrayList<>()));
        int count = readers.stream().mapToInt(List::size).sum();
        for (NodeId owner : owners) {
            int drawn = random.nextInt(count);
            int process = 0;
            while (drawn >= readers.get(process).size()) {
                drawn -= readers.get(process).size();
                process++;
            }
            fetches.get(process).addAll(List.of(owner, readers.get(process).get(drawn)));
        }
        return fetches;
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
