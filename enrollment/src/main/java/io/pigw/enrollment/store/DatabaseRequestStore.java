package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.store.RequestRecord.State;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Statements;
import io.pigw.runtime.store.Write;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The store in SQL, on the database's one writer thread. */
public final class DatabaseRequestStore implements RequestStore {

    /** Requests that are expired in one transaction. */
    private static final int MAX_EXPIRED = 1000;

    private final BatchWriter writer;

    /** A store over the writer of a database that has been migrated from {@link DatabaseEnrollmentStore#MIGRATIONS}. */
    public DatabaseRequestStore(BatchWriter writer) {
        this.writer = writer;
    }

    @Override
    public CompletableFuture<List<RequestRecord>> list(RequestFilter filter, int offset, int limit, Instant now) {
        Paging.check(offset, limit);
        return submit(now, statements -> new RequestTable(statements).list(filter, offset, limit));
    }

    @Override
    public CompletableFuture<Optional<RequestRecord>> find(String id, Instant now) {
        return submit(now, statements -> new RequestTable(statements).find(id));
    }

    @Override
    public CompletableFuture<Change<RequestRecord>> approve(
            String id, @Nullable String reason, AuditActor actor, Instant now) {
        return decide(id, State.APPROVED, EnumSet.of(State.PENDING), reason, actor, now);
    }

    @Override
    public CompletableFuture<Change<RequestRecord>> reject(String id, String reason, AuditActor actor, Instant now) {
        return decide(id, State.REJECTED, EnumSet.of(State.PENDING, State.APPROVED), reason, actor, now);
    }

    private CompletableFuture<Change<RequestRecord>> decide(
            String id, State wanted, Set<State> from, @Nullable String reason, AuditActor actor, Instant now) {
        if (reason != null && reason.length() > MAX_REASON) {
            throw new IllegalArgumentException("a reason is at most " + MAX_REASON + " characters");
        }
        return submit(now, statements -> {
            RequestTable requests = new RequestTable(statements);
            Optional<RequestRecord> found = requests.find(id);
            if (found.isEmpty()) {
                return new Change.NotFound<>();
            }
            RequestRecord request = found.get();
            if (!from.contains(request.state())) {
                return new Change.Conflict<>("the request is " + request.state().word() + " already");
            }
            requests.decide(id, wanted, now, actor.toString(), reason);
            if (wanted == State.REJECTED) {
                voidToken(statements, request, actor, now);
            }
            AuditAction action = wanted == State.APPROVED ? AuditAction.REQUEST_APPROVED : AuditAction.REQUEST_REJECTED;
            AuditLog.append(
                    statements,
                    Trail.done(now, actor, action, id, request.grant()).with("reason", reason == null ? "" : reason));
            return new Change.Done<>(requests.find(id).orElseThrow());
        });
    }

    /** A rejection is for good: the token gives nothing for another key either. */
    private static void voidToken(Statements statements, RequestRecord request, AuditActor actor, Instant now)
            throws SQLException {
        if (new TokenTable(statements).makeVoid(request.claim(), now)) {
            AuditLog.append(
                    statements,
                    Trail.done(now, actor, AuditAction.TOKEN_VOIDED, Trail.tokenId(request.claim()), request.grant())
                            .with("request", request.id()));
        }
    }

    private <T> CompletableFuture<T> submit(Instant now, Write<T> write) {
        return writer.submit(Runnable::run, statements -> {
            expire(statements, now);
            return write.apply(statements);
        });
    }

    private static void expire(Statements statements, Instant now) throws SQLException {
        RequestTable requests = new RequestTable(statements);
        requests.purge(now.minus(Approvals.KEPT), MAX_EXPIRED);
        for (RequestRecord request : requests.overdue(now, MAX_EXPIRED)) {
            requests.decide(request.id(), State.EXPIRED, now, request.decidedBy(), request.reason());
            AuditLog.append(
                    statements,
                    Trail.done(now, AuditActor.SERVER, AuditAction.REQUEST_EXPIRED, request.id(), request.grant()));
        }
    }
}
