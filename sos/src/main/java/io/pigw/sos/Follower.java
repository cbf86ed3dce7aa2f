package io.pigw.sos;

import io.pigw.overlay.sos.EvidenceStore.Remembered;
import io.pigw.overlay.sos.OpinionServer;
import io.pigw.runtime.store.Standby;
import io.pigw.runtime.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what another server stores, on a thread of its own, and takes the database over once it is free. Safe on any thread. */
final class Follower implements AutoCloseable {

    /** From one look at the database to the next. */
    static final Duration PERIOD = Duration.ofSeconds(1);

    /** A copy that is older is out of date. */
    static final Duration MOST_BEHIND = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final Standby standby;
    private final InstantSource clock;
    private final Heir heir;
    private final ScheduledThreadPoolExecutor thread;
    private final FollowedEvidence evidence;
    private volatile Instant asOf;
    private boolean failing;

    /** Who stores in the database once the other server has given it up. Both may block, and are called on the follower's thread. */
    interface Heir {

        /** The database, if it is free. */
        Optional<Writing> openIfFree();

        /** From now on stores there; false if it is closed meanwhile. */
        boolean begin(Writing writing);
    }

    /** Reads nothing yet. */
    Follower(Standby standby, InstantSource clock, Heir heir) {
        this.standby = standby;
        this.clock = clock;
        this.heir = heir;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofVirtual().name("sos-follower-", 0).factory());
        this.evidence = new FollowedEvidence(standby, thread);
        this.asOf = clock.instant();
    }

    /** What the other server has stored. */
    FollowedEvidence evidence() {
        return evidence;
    }

    /** Whether the other server has made its tables; the last time, why not. Blocks. */
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

    /** Why what is known here is out of date. */
    Optional<String> problem() {
        Duration behind = Duration.between(asOf, clock.instant());
        return behind.compareTo(MOST_BEHIND) > 0
                ? Optional.of(
                        "the copy of the evidence is " + behind.toSeconds() + " s old: the database cannot be read")
                : Optional.empty();
    }

    /**
     * Keeps a server up to date from now on.
     *
     * @param loop the server's
     * @param leads told on the loop once the server takes the reports, and has all that is stored
     */
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
        if (!changed.isEmpty()) {
            loop.execute(() -> server.takeUp(changed));
        }
    }

    private void succeed(OpinionServer server, Executor loop, Runnable leads) {
        Optional<Writing> free = heir.openIfFree();
        if (free.isEmpty()) {
            return;
        }
        Writing writing = free.get();
        try {
            writing.store()
                    .loadAfter(
                            evidence.known(),
                            FollowedEvidence.PAGE,
                            server.votesFrom(),
                            OpinionServer.MAX_VOTES,
                            missed -> takeUp(server, loop, missed));
            if (!heir.begin(writing)) {
                writing.database().close();
                return;
            }
            loop.execute(() -> {
                server.lead();
                leads.run();
            });
        } catch (RuntimeException failed) {
            writing.database().close();
            throw failed;
        }
        thread.shutdown();
        standby.close();
    }

    /** Ends what is being read. */
    @Override
    public void close() {
        thread.shutdownNow();
        standby.close();
    }
}
