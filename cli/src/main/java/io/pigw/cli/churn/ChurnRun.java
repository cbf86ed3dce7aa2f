package io.pigw.cli.churn;

import io.pigw.cli.Progress;
import io.pigw.cli.UserError;
import io.pigw.cli.deployment.Deployment;
import io.pigw.csp.Csp;
import io.pigw.p2psip.NodeId;
import io.pigw.peer.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stands an overlay up, lets each peer store a record, ends a share of all nodes at once, and looks what is found. Blocks. */
public final class ChurnRun {

    /** Links that break are seen at once; that nothing is settled any more shows within this. */
    private static final Duration NOTICE = Duration.ofSeconds(3);

    private final ChurnOptions options;
    private final Progress progress;
    private final InstantSource clock;
    private final Random random;
    private final OverlayRecords records;

    private ChurnRun(ChurnOptions options, String overlay, Progress progress, InstantSource clock) {
        this.options = options;
        this.progress = progress;
        this.clock = clock;
        this.random = new Random(options.seed());
        this.records = new OverlayRecords(overlay, options.ringBits());
    }

    /**
     * Runs it.
     *
     * @param data for databases and keys; the caller's to delete
     * @throws UserError when the overlay does not settle, or does not take the records to begin with
     */
    public static ChurnReport run(ChurnOptions options, Path data, Progress progress, InstantSource clock)
            throws InterruptedException {
        try (Deployment deployment = Deployment.start(options.deployment(data), progress)) {
            return new ChurnRun(options, deployment.options().overlayDomain(), progress, clock).on(deployment);
        }
    }

    private ChurnReport on(Deployment deployment) throws InterruptedException {
        List<Peer> peers = deployment.peers();
        List<NodeId> owners = peers.stream().map(Peer::id).toList();
        progress.begin("Each peer stores a record");
        int stored = records.store(peers, 1);
        if (stored < peers.size()) {
            throw new UserError("only " + stored + " of " + peers.size()
                    + " records were stored. The machine may be too busy: try again, or fewer peers (--peers)");
        }
        pause(NOTICE);
        progress.end(stored + " records, three copies each");

        List<NodeId> members = new ArrayList<>(owners);
        List<NodeId> csps = deployment.csps().stream().map(Csp::id).toList();
        members.addAll(csps);
        Set<NodeId> gone = drawn(members, csps);
        List<Peer> left =
                peers.stream().filter(peer -> !gone.contains(peer.id())).toList();
        progress.begin(gone.size() + " of " + members.size() + " nodes die");
        long begun = clock.millis();
        deployment.crash(gone);
        long ended = clock.millis();
        progress.end("at once, " + gone.stream().filter(csps::contains).count() + " CSPs among them");

        progress.begin("What is left settles");
        pause(NOTICE);
        deployment.awaitSettled(left);
        double settledSeconds = (clock.millis() - ended) / 1_000.0;
        progress.end(left.size() + csps.size() + " nodes");

        progress.begin("All records are fetched");
        int found = records.fetch(owners, 1, left, random);
        progress.end(found + " of " + owners.size() + " found");

        progress.begin("Those that are left store anew");
        int refreshed = records.store(left, 2);
        int foundRefreshed = records.fetch(left.stream().map(Peer::id).toList(), 2, left, random);
        progress.end(foundRefreshed + " of " + left.size() + " found");
        return new ChurnReport(
                members.size(),
                csps.size(),
                gone.size(),
                (int) gone.stream().filter(csps::contains).count(),
                (ended - begun) / 1_000.0,
                settledSeconds,
                owners.size(),
                records.held(owners, members, gone),
                found,
                left.size(),
                Math.min(refreshed, foundRefreshed));
    }

    /** Of all nodes; one CSP is left. */
    private Set<NodeId> drawn(List<NodeId> members, List<NodeId> csps) {
        List<NodeId> shuffled = new ArrayList<>(members);
        Collections.shuffle(shuffled, random);
        Set<NodeId> gone = new HashSet<>(shuffled.subList(0, (int) Math.round(options.share() * members.size())));
        if (gone.containsAll(csps)) {
            gone.remove(csps.getFirst());
        }
        return gone;
    }

    private static void pause(Duration duration) throws InterruptedException {
        var _ = new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
