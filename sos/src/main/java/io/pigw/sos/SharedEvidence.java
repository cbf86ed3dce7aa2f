package io.pigw.sos;

import io.pigw.overlay.sos.Changes;
import io.pigw.overlay.sos.EvidenceStore;
import io.pigw.overlay.sos.LinkRecord;
import io.pigw.overlay.sos.OpinionServer;
import io.pigw.overlay.sos.Sentence;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreException;
import io.pigw.runtime.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of all opinion servers that share a database. One has it open, and takes reports; the others follow.
 *
 * <pre>
 *   open --the database is free------------> writer
 *        --another has it--> follower --it is free--> what was missed is read --> writer
 * </pre>
 *
 * A writer that loses the database to another ends, see {@link Databases#onTaken}. Safe on any thread; opening and closing block.
 */
final class SharedEvidence implements EvidenceStore, Follower.Heir, AutoCloseable {

    /** How long a start waits for another server that makes the database. */
    private static final Duration START_WAIT = Duration.ofMinutes(1);

    private final Databases databases;
    private final SosConfig config;
    private final InstantSource clock;
    private volatile @Nullable Writing writing;
    private @Nullable Follower following;
    private boolean closed;

    private SharedEvidence(Databases databases, SosConfig config, InstantSource clock) {
        this.databases = databases;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Opens the database, or what another server stores in it. Blocks.
     *
     * @throws StoreException if neither can be
     */
    static SharedEvidence open(Databases databases, SosConfig config, InstantSource clock) {
        SharedEvidence evidence = new SharedEvidence(databases, config, clock);
        try {
            evidence.openOrFollow();
            return evidence;
        } catch (RuntimeException failed) {
            evidence.close();
            throw failed;
        }
    }

    private void openOrFollow() {
        long end = System.nanoTime() + START_WAIT.toNanos();
        while (!take()) {
            if (following == null) {
                following = new Follower(databases.standby(config.store()), clock, this);
            }
            if (following.isThere(System.nanoTime() >= end)) {
                return;
            }
            pause();
        }
        closeFollowing();
    }

    /** Whether the database was free; it is this server's then. */
    private boolean take() {
        Optional<Writing> free = openIfFree();
        free.ifPresent(now -> writing = now);
        return free.isPresent();
    }

    /** Whether this server is the one that takes reports. */
    boolean isWriter() {
        return writing != null;
    }

    /** Links in the database; 0 at a follower. */
    long stored() {
        Writing now = writing;
        return now == null ? 0 : now.store().stored();
    }

    /** Why it cannot be used just now. */
    Optional<String> problem() {
        Writing now = writing;
        if (now != null) {
            return now.database().problem();
        }
        Follower copy = copy();
        return copy == null ? Optional.of("the evidence is not open") : copy.problem();
    }

    /**
     * Keeps a follower's server up to date, until it takes the reports itself.
     *
     * @param loop the server's
     * @param leads told on the loop, once the server has all that is stored
     */
    synchronized void follow(OpinionServer server, Executor loop, Runnable leads) {
        if (writing == null && following != null && !closed) {
            following.start(server, loop, leads);
        }
    }

    private synchronized @Nullable Follower copy() {
        return following;
    }

    private EvidenceStore now() {
        Writing now = writing;
        if (now != null) {
            return now.store();
        }
        Follower copy = copy();
        if (copy == null) {
            throw new IllegalStateException("the evidence is not open");
        }
        return copy.evidence();
    }

    @Override
    public Remembered load(int maxLinks, Instant votesFrom, int maxVotes) {
        return now().load(maxLinks, votesFrom, maxVotes);
    }

    @Override
    public CompletableFuture<List<LinkRecord>> read(Collection<NodeId> subjects, Executor completesOn) {
        return now().read(subjects, completesOn);
    }

    @Override
    public CompletableFuture<Changes> save(Changes changes, Executor completesOn) {
        return now().save(changes, completesOn);
    }

    @Override
    public CompletableFuture<Void> condemn(List<Sentence> sentences, Executor completesOn) {
        return now().condemn(sentences, completesOn);
    }

    /**
     * Has something else done in the database, after what was stored before.
     *
     * @param completesOn where the future completes; it fails at a follower
     */
    <T> CompletableFuture<T> submit(Write<T> write, Executor completesOn) {
        Writing now = writing;
        return now == null
                ? CompletableFuture.failedFuture(new StoreException("another opinion server stores the evidence"))
                : now.database().writer().submit(completesOn, write);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        closeFollowing();
        Writing now = writing;
        if (now != null) {
            now.database().close();
        }
    }

    private void closeFollowing() {
        Follower copy = copy();
        if (copy != null) {
            copy.close();
        }
    }

    private static void pause() {
        try {
            var _ = new CountDownLatch(1).await(Follower.PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for the database", interrupted);
        }
    }

    @Override
    public Optional<Writing> openIfFree() {
        return databases
                .openIfFree(config.store(), DatabaseEvidenceStore.MIGRATIONS)
                .map(database -> new Writing(
                        database,
                        new DatabaseEvidenceStore(
                                database,
                                config.opinions().maxStored(),
                                config.condemnation().lasts())));
    }

    @Override
    public synchronized boolean begin(Writing now) {
        if (!closed) {
            writing = now;
        }
        return !closed;
    }
}
