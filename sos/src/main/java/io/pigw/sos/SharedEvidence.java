package io.pigw.sos;

import io.pigw.overlay.sos.Changes;
import io.pigw.overlay.sos.EvidenceStore;
import io.pigw.overlay.sos.LinkRecord;
import io.pigw.overlay.sos.OpinionServer;
import io.pigw.overlay.sos.Sentence;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.Standby;
import io.pigw.runtime.store.StoreException;
import io.pigw.runtime.store.Write;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
final class SharedEvidence implements EvidenceStore, AutoCloseable {

    /** From one look at the database to the next. */
    static final Duration PERIOD = Duration.ofSeconds(1);

    /** A copy that is older is out of date. */
    static final Duration MOST_BEHIND = Duration.ofSeconds(30);

    /** How long a start waits for another server that makes the database. */
    private static final Duration START_WAIT = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(SharedEvidence.class);

    private final Databases databases;
    private final SosConfig config;
    private final InstantSource clock;
    private volatile @Nullable Writing writing;
    private @Nullable Following following;
    private boolean closed;

    private record Writing(Database database, DatabaseEvidenceStore store) {}

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
            evidence.open();
            return evidence;
        } catch (RuntimeException failed) {
            evidence.close();
            throw failed;
        }
    }

    private void open() {
        long end = System.nanoTime() + START_WAIT.toNanos();
        while (!take()) {
            if (following == null) {
                following = new Following(databases.standby(config.store()));
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
        Optional<Database> free = databases.openIfFree(config.store(), DatabaseEvidenceStore.MIGRATIONS);
        free.ifPresent(database -> writing = new Writing(database, storeOf(database)));
        return free.isPresent();
    }

    private DatabaseEvidenceStore storeOf(Database database) {
        return new DatabaseEvidenceStore(
                database, config.opinions().maxStored(), config.condemnation().lasts());
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
        Following copy = copy();
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

    private synchronized @Nullable Following copy() {
        return following;
    }

    private EvidenceStore now() {
        Writing now = writing;
        if (now != null) {
            return now.store();
        }
        Following copy = copy();
        if (copy == null) {
            throw new IllegalStateException("the evidence is not open");
        }
        return copy.evidence;
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
        Following copy = copy();
        if (copy != null) {
            copy.close();
        }
    }

    private static void pause() {
        try {
            var _ = new CountDownLatch(1).await(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for the database", interrupted);
        }
    }

    /** Follows on a thread of its own. */
    private final class Following {

        private final Standby standby;
        private final ScheduledThreadPoolExecutor thread;
        private final FollowedEvidence evidence;
        private volatile Instant asOf = clock.instant();
        private boolean failing;

        Following(Standby standby) {
            this.standby = standby;
            this.thread = new ScheduledThreadPoolExecutor(
                    1, Thread.ofVirtual().name("sos-follower-", 0).factory());
            this.evidence = new FollowedEvidence(standby, thread);
        }

        /** Whether the other server has made its tables; the last time, why not. */
        boolean isThere(boolean last) {
            try {
                standby.read(EvidenceRows::end);
                return true;
            } catch (SQLException notYet) {
                if (last) {
                    throw new StoreException(
                            "another process has the database open, and what it stores cannot be read: "
                                    + notYet.getMessage()
                                    + "; see that it is an opinion server of this release, or give this one a"
                                    + " store.postgresql.schema of its own",
                            notYet);
                }
                return false;
            }
        }

        Optional<String> problem() {
            Duration behind = Duration.between(asOf, clock.instant());
            return behind.compareTo(MOST_BEHIND) > 0
                    ? Optional.of(
                            "the copy of the evidence is " + behind.toSeconds() + " s old: the database cannot be read")
                    : Optional.empty();
        }

        @SuppressWarnings("FutureReturnValueIgnored") // It catches what it throws.
        void start(OpinionServer server, Executor loop, Runnable leads) {
            thread.scheduleWithFixedDelay(() -> look(server, loop, leads), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void look(OpinionServer server, Executor loop, Runnable leads) {
            try {
                boolean more = true;
                while (more && !thread.isShutdown()) {
                    Remembered changed = evidence.next();
                    more = changed.links().size() == FollowedEvidence.PAGE;
                    takeUp(server, loop, changed);
                }
                asOf = clock.instant();
                failing = false;
                if (standby.isFree()) {
                    succeed(server, loop, leads);
                }
            } catch (SQLException | RuntimeException failed) {
                if (!failing && !thread.isShutdown()) {
                    LOG.atWarn()
                            .addKeyValue("reason", failed.getMessage())
                            .log("What another opinion server stores cannot be read; it is tried again");
                }
                failing = true;
            }
        }

        private static void takeUp(OpinionServer server, Executor loop, Remembered changed) {
            if (!changed.links().isEmpty() || !changed.sentences().isEmpty()) {
                loop.execute(() -> server.takeUp(changed));
            }
        }

        private void succeed(OpinionServer server, Executor loop, Runnable leads) {
            Optional<Database> free = databases.openIfFree(config.store(), DatabaseEvidenceStore.MIGRATIONS);
            if (free.isEmpty()) {
                return;
            }
            Database database = free.get();
            try {
                DatabaseEvidenceStore store = storeOf(database);
                Remembered missed = store.loadAfter(evidence.known(), server.votesFrom(), OpinionServer.MAX_VOTES);
                if (!begin(new Writing(database, store))) {
                    database.close();
                    return;
                }
                loop.execute(() -> {
                    server.takeUp(missed);
                    server.lead();
                    leads.run();
                });
            } catch (RuntimeException failed) {
                database.close();
                throw failed;
            }
            thread.shutdown();
            standby.close();
        }

        void close() {
            thread.shutdownNow();
            standby.close();
        }
    }

    private synchronized boolean begin(Writing now) {
        if (!closed) {
            writing = now;
        }
        return !closed;
    }
}
