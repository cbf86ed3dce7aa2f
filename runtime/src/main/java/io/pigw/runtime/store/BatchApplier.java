package io.pigw.runtime.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches, and sees to it that each write takes effect once and is told truly. On the writer's thread.
 *
 * <pre>
 *   up --connection lost--> reconnecting --within the grace--> up: the batch is written again
 *                                        --else-------------> down: writes fail at once; tried again at growing pauses
 *   down --reconnected--> up
 *   reconnecting or down --another process has taken the database--> taken: writes fail, nothing is tried again
 * </pre>
 *
 * A connection that is lost during a commit leaves the batch in doubt: it is held until the next connection tells whether it is
 * committed.
 */
final class BatchApplier {

    /** How long writes wait for a connection that was lost. */
    static final Duration GRACE = Duration.ofSeconds(3);

    /** Connections that one batch may lose. */
    private static final int MAX_TRIES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(BatchApplier.class);

    private final String name;
    private final WriterSession session;
    private final Duration grace;
    private final CountDownLatch closing;
    private final Consumer<String> onTaken;
    private List<Job<?>> inDoubt = List.of();
    private volatile @Nullable Outage outage;
    private volatile boolean reconnecting;
    private volatile @Nullable String taken;

    /**
     * Over a session.
     *
     * @param closing at zero nothing is waited for any more
     * @param onTaken told once why, when another process has taken the database or the writer has ended by an error
     */
    BatchApplier(String name, WriterSession session, Duration grace, CountDownLatch closing, Consumer<String> onTaken) {
        this.name = name;
        this.session = session;
        this.grace = grace;
        this.closing = closing;
        this.onTaken = onTaken;
    }

    /** Any thread. */
    boolean isDown() {
        return outage != null;
    }

    /** Whether it is down, or about to find out. Any thread. */
    boolean isAway() {
        return reconnecting || isDown();
    }

    /** Why it is down for good; empty: it is not. Any thread. */
    Optional<String> taken() {
        return Optional.ofNullable(taken);
    }

    /** How long the writer may wait for writes; negative: for ever. */
    long patienceNanos() {
        Outage current = outage;
        if (taken != null) {
            return -1;
        }
        return current == null
                ? session.idleCheck().map(Duration::toNanos).orElse(-1L)
                : current.nanosLeft(System.nanoTime());
    }

    /** Writes them; gives the jobs that are settled now, which may be others too. */
    List<Job<?>> apply(List<Job<?>> batch) {
        List<Job<?>> settled = new ArrayList<>(batch.size());
        recover(settled);
        if (!batch.isEmpty()) {
            write(batch, settled);
        } else if (!isDown() && !session.isAlive()) {
            session.reset();
            var _ = reconnect(new SQLException("it does not answer"));
        }
        return settled;
    }

    /** Gives up what is in doubt. */
    List<Job<?>> close() {
        session.close();
        List<Job<?>> unknown = new ArrayList<>();
        giveUpDoubts(unknown);
        return unknown;
    }

    private void giveUpDoubts(List<Job<?>> settled) {
        inDoubt.forEach(job -> job.fail(new StoreUnavailableException(
                "the database went away during the commit: whether the write had an effect is not known")));
        settled.addAll(inDoubt);
        inDoubt = List.of();
    }

    private void write(List<Job<?>> jobs, List<Job<?>> settled) {
        if (isDown()) {
            fail(jobs, settled);
            return;
        }
        Attempt attempt = attempt(jobs);
        for (int tries = 1; attempt instanceof Attempt.Lost lost; tries++) {
            if (!reconnect(lost.failure())) {
                if (lost.inDoubt()) {
                    inDoubt = List.copyOf(jobs);
                } else {
                    fail(jobs, settled);
                }
                if (taken != null) {
                    giveUpDoubts(settled);
                }
                return;
            }
            if (lost.inDoubt() && session.hasCommitted()) {
                attempt = new Attempt.Done();
            } else {
                attempt = tries < MAX_TRIES ? attempt(jobs) : new Attempt.Failed(lost.failure());
            }
        }
        if (attempt instanceof Attempt.Failed(Exception failure)) {
            failed(jobs, failure, settled);
        } else {
            settled.addAll(jobs);
        }
    }

    private void failed(List<Job<?>> jobs, Exception failure, List<Job<?>> settled) {
        if (jobs.size() == 1) {
            jobs.getFirst().fail(failure);
            settled.add(jobs.getFirst());
            return;
        }
        LOG.atDebug()
                .setCause(failure)
                .addKeyValue("writes", jobs.size())
                .log("A batch failed; its writes run one by one");
        jobs.forEach(job -> write(List.of(job), settled));
    }

    private Attempt attempt(List<Job<?>> jobs) {
        boolean committing = false;
        try {
            Statements statements = session.statements();
            for (Job<?> job : jobs) {
                job.apply(statements);
            }
            session.mark(statements);
            committing = true;
            session.commit();
            return new Attempt.Done();
        } catch (SQLException | RuntimeException failure) {
            if (session.isLost(failure)) {
                session.reset();
                return new Attempt.Lost(failure, committing);
            }
            rollback();
            return new Attempt.Failed(failure);
        }
    }

    private void rollback() {
        try {
            session.rollback();
        } catch (SQLException broken) {
            LOG.atWarn().setCause(broken).log("Rollback failed; the writer takes a new connection");
            session.reset();
        }
    }

    private boolean reconnect(Exception lost) {
        reconnecting = true;
        try {
            return tryToReconnect(lost);
        } finally {
            reconnecting = false;
        }
    }

    private boolean tryToReconnect(Exception lost) {
        long start = System.nanoTime();
        LOG.atInfo()
                .addKeyValue("database", name)
                .addKeyValue("reason", lost.getMessage())
                .log("The connection to the database is lost; a new one is made");
        Outage trying = Outage.begin(start);
        @Nullable Exception reason = connect();
        while (reason != null
                && taken == null
                && System.nanoTime() - start < grace.toNanos()
                && !isClosing(trying.pause())) {
            trying = trying.failedAgain(System.nanoTime());
            reason = connect();
        }
        if (reason == null) {
            return true;
        }
        outage = Outage.begin(System.nanoTime());
        if (taken != null) {
            return false;
        }
        LOG.atError()
                .addKeyValue("database", name)
                .addKeyValue("reason", reason.getMessage())
                .log("The database cannot be reached: writes fail until it is back");
        return false;
    }

    private void recover(List<Job<?>> settled) {
        Outage current = outage;
        if (current == null || taken != null || !current.isDue(System.nanoTime())) {
            return;
        }
        Exception reason = connect();
        if (taken != null) {
            giveUpDoubts(settled);
            return;
        }
        if (reason != null) {
            LOG.atWarn()
                    .addKeyValue("database", name)
                    .addKeyValue("reason", reason.getMessage())
                    .log("The database still cannot be reached");
            outage = current.failedAgain(System.nanoTime());
            return;
        }
        outage = null;
        LOG.atInfo()
                .addKeyValue("database", name)
                .addKeyValue("secondsAway", current.lasted(System.nanoTime()).toSeconds())
                .log("The database is back");
        List<Job<?>> held = inDoubt;
        inDoubt = List.of();
        if (held.isEmpty()) {
            return;
        }
        if (session.hasCommitted()) {
            settled.addAll(held);
        } else {
            write(held, settled);
        }
    }

    private @Nullable Exception connect() {
        try {
            session.statements();
            return null;
        } catch (SQLException | RuntimeException failure) {
            session.reset();
            if (session.isTaken(failure)) {
                tellTaken(String.valueOf(failure.getMessage()));
            }
            return failure;
        }
    }

    private void tellTaken(String why) {
        taken = why;
        LOG.atError()
                .addKeyValue("database", name)
                .addKeyValue("reason", why)
                .log("The database belongs to another process: writes fail from now on");
        onTaken.accept(why);
    }

    /** Writes fail for good, by an error that is no database's. */
    void stop(Throwable failure) {
        taken = "the writer has ended by " + failure;
        LOG.atError()
                .setCause(failure)
                .addKeyValue("database", name)
                .log(
                        "The writer has ended, and writes fail from now on: start the process again, with more heap if memory was out");
        onTaken.accept(name + ": the writer has ended by " + failure
                + ": start the process again, with more heap if memory was out");
    }

    private boolean isClosing(Duration pause) {
        try {
            return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void fail(List<Job<?>> jobs, List<Job<?>> settled) {
        jobs.forEach(job -> job.fail(new StoreUnavailableException("the database " + name + " cannot be reached")));
        settled.addAll(jobs);
    }
}
