package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.policy.Violation;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Statements;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is known of the times when this server's database was one of a backup. As long as no operator has said that it may go on,
 * nodes get no certificates: what was revoked, blocked or enrolled meanwhile is not on record, and he may have to say it again.
 * Reading and resuming block on the store; {@link #waiting} and {@link #all} return at once, on any thread.
 */
public final class Restorations {

    private static final long STORE_TIMEOUT_MILLIS = 10_000;
    private static final int MAX_READ = 1_000;

    /** What certificates are back-dated, and some difference between clocks. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    private final BatchWriter writer;
    private final InstantSource clock;
    private volatile List<Restoration> known = List.of();

    private Restorations(BatchWriter writer, InstantSource clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /** Reads what is on record. Blocks. */
    public static Restorations open(BatchWriter writer, InstantSource clock) throws InterruptedException {
        Restorations restorations = new Restorations(writer, clock);
        restorations.known = await(writer.submit(Runnable::run, Restorations::read));
        return restorations;
    }

    /** Puts a restoration on record, within the transaction that makes the copy fit to serve. */
    public static void note(Statements statements, Instant taken, Instant restored) throws SQLException {
        PreparedStatement insert =
                statements.prepared("INSERT INTO restorations (restored_at, taken_at) VALUES (?, ?)");
        insert.setLong(1, restored.toEpochMilli());
        insert.setLong(2, taken.toEpochMilli());
        insert.executeUpdate();
    }

    /** The last one, if it still waits for an operator. */
    public Optional<Restoration> waiting() {
        return known.stream().filter(one -> one.resumed() == null).findFirst();
    }

    /** All, the last one first. */
    public List<Restoration> all() {
        return known;
    }

    /**
     * Lets the server issue certificates again. On record when this returns.
     *
     * @return what was waited for; empty: nothing was
     */
    public Optional<Restoration> resume(AuditActor actor) throws InterruptedException {
        Instant now = clock.instant();
        Optional<Restoration> waited = waiting();
        if (waited.isPresent()) {
            known = await(writer.submit(Runnable::run, statements -> {
                PreparedStatement update =
                        statements.prepared("UPDATE restorations SET resumed_at = ? WHERE resumed_at IS NULL");
                update.setLong(1, now.toEpochMilli());
                if (update.executeUpdate() > 0) {
                    AuditLog.append(
                            statements,
                            AuditEvent.done(now, actor, AuditAction.RESUMED, "")
                                    .with("takenAt", waited.get().taken())
                                    .with("restoredAt", waited.get().restored()));
                }
                return read(statements);
            }));
        }
        return waited;
    }

    /** Whether a certificate of that beginning may have been issued when a backup did not see it. */
    public boolean mayHaveLost(Instant notBefore) {
        return gap(notBefore).isPresent();
    }

    /**
     * Puts a certificate of such a time on record again, unless it is; its node ID and user names with it, if nobody has got
     * them since. Does not block.
     *
     * @return why not
     */
    public CompletableFuture<Optional<Violation>> adopt(Shown shown) {
        Instant now = clock.instant();
        Optional<Restoration> gap = gap(shown.certificate().notBefore());
        return gap.isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : writer.submit(
                        Runnable::run,
                        statements ->
                                Adoptions.adopt(statements, shown, gap.get().restored(), now));
    }

    private Optional<Restoration> gap(Instant notBefore) {
        return known.stream()
                .filter(one -> !notBefore.isBefore(one.taken().minus(SLACK)) && !notBefore.isAfter(one.restored()))
                .findFirst();
    }

    private static List<Restoration> read(Statements statements) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT taken_at, restored_at, resumed_at FROM restorations"
                + " ORDER BY restored_at DESC FETCH FIRST " + MAX_READ + " ROWS ONLY");
        return Sql.all(select, row -> {
            long resumed = row.getLong(3);
            Instant since = row.wasNull() ? null : Instant.ofEpochMilli(resumed);
            return new Restoration(Sql.instant(row, 1), Sql.instant(row, 2), since);
        });
    }

    private static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the store does not answer", e);
        }
    }
}
