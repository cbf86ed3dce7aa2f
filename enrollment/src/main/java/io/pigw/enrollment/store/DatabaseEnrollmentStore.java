package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.NodeIds;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Write;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The store in SQL. Everything, reading included, runs on the database's one writer thread: so nothing comes between a
 * check and what depends on it. The tables' own constraints say the same once more.
 */
public final class DatabaseEnrollmentStore implements EnrollmentStore {

    /** Where Flyway finds the tables. */
    public static final String MIGRATIONS = "io/pigw/enrollment/db";

    private final BatchWriter writer;

    /** A store over the writer of a database that has been migrated from {@link #MIGRATIONS}. */
    public DatabaseEnrollmentStore(BatchWriter writer) {
        this.writer = writer;
    }

    @Override
    public CompletableFuture<Decision> addToken(String hash, Grant grant, Instant now) {
        return submit(statements -> {
            Tables tables = new Tables(statements);
            Optional<String> obstacle = obstacle(tables, grant);
            if (obstacle.isPresent()) {
                return new Decision.Refused(obstacle.get());
            }
            tables.addToken(hash, grant, now);
            return new Decision.Allowed(grant);
        });
    }

    @Override
    public CompletableFuture<Plan> plan(String hash, NodeIds ids, Instant now) {
        return submit(statements -> {
            Tables tables = new Tables(statements);
            return switch (decide(tables, hash, now)) {
                case Decision.Allowed(Grant grant) -> plan(tables, grant, ids, now);
                case Decision.Denied denied -> new Plan.Denied(denied);
            };
        });
    }

    @Override
    public CompletableFuture<Commitment> commit(String hash, NodeId id, Issued certificate, Instant now) {
        return submit(statements -> {
            Tables tables = new Tables(statements);
            return switch (decide(tables, hash, now)) {
                case Decision.Allowed(Grant grant) -> commit(tables, hash, grant, id, certificate, now);
                case Decision.Denied denied -> new Commitment.Denied(denied);
            };
        });
    }

    @Override
    public CompletableFuture<Void> recordOwn(Issued certificate, Instant now) {
        return submit(statements -> {
                    new Tables(statements).addCertificate(certificate, null, null, now);
                    return true;
                })
                .thenAccept(_ -> {});
    }

    private static Decision decide(Tables tables, String hash, Instant now) throws SQLException {
        Optional<Tables.Token> found = tables.token(hash);
        if (found.isEmpty()) {
            return new Decision.BadToken("there is no such token");
        }
        Tables.Token token = found.get();
        if (token.isUsed()) {
            return new Decision.BadToken("the token has been used");
        }
        if (!now.isBefore(token.grant().expires())) {
            return new Decision.BadToken("the token has expired");
        }
        Optional<String> obstacle = obstacle(tables, token.grant());
        return obstacle.isPresent() ? new Decision.Refused(obstacle.get()) : new Decision.Allowed(token.grant());
    }

    /** What stands against the grant. The account may be enrolled again under a fixed ID of its own, in the same role. */
    private static Optional<String> obstacle(Tables tables, Grant grant) throws SQLException {
        for (Party.User name : grant.users()) {
            Optional<String> owner = tables.ownerOf(name);
            if (owner.isPresent() && !owner.get().equals(grant.account())) {
                return Optional.of("the user name " + name + " is taken");
            }
        }
        NodeId fixed = grant.fixedId();
        if (fixed != null) {
            Optional<Tables.Holder> holder = tables.holderOf(fixed);
            if (holder.isPresent() && !holder.get().equals(new Tables.Holder(grant.account(), grant.role()))) {
                return Optional.of("the node ID " + fixed + " is taken");
            }
        }
        return Optional.empty();
    }

    private static Plan plan(Tables tables, Grant grant, NodeIds ids, Instant now) throws SQLException {
        NodeId fixed = grant.fixedId();
        if (fixed != null) {
            return new Plan.Ready(grant, fixed);
        }
        Optional<NodeId> drawn = ids.draw(candidate -> isTaken(tables, candidate, now));
        return drawn.<Plan>map(id -> new Plan.Ready(grant, id))
                .orElseGet(() -> new Plan.Denied(new Decision.Refused("the ring has no free node ID")));
    }

    private static Commitment commit(
            Tables tables, String hash, Grant grant, NodeId id, Issued certificate, Instant now) throws SQLException {
        boolean isFixed = id.equals(grant.fixedId());
        if (!isFixed && isTaken(tables, id, now)) {
            return new Commitment.IdLost();
        }
        tables.spendToken(hash, now);
        for (Party.User name : grant.users()) {
            if (tables.ownerOf(name).isEmpty()) {
                tables.claim(name, grant.account(), now);
            }
        }
        if (tables.holderOf(id).isEmpty()) {
            tables.addNode(id, grant.account(), grant.role(), now);
        }
        tables.addCertificate(certificate, id, hash, now);
        return new Commitment.Done();
    }

    private static boolean isTaken(Tables tables, NodeId id, Instant now) {
        try {
            return tables.holderOf(id).isPresent() || tables.isPromised(id, now);
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    private <T> CompletableFuture<T> submit(Write<T> write) {
        return writer.submit(Runnable::run, write);
    }

    /** Carries an {@link SQLException} out of a lambda. */
    private static final class StoreException extends RuntimeException {
        private StoreException(SQLException cause) {
            super(cause);
        }
    }
}
