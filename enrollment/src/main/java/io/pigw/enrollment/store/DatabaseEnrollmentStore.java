package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.policy.Application;
import io.pigw.enrollment.policy.Application.Source;
import io.pigw.enrollment.policy.Application.Stage;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.NodeIds;
import io.pigw.enrollment.policy.Policy;
import io.pigw.enrollment.policy.Rule;
import io.pigw.enrollment.policy.Violation;
import io.pigw.enrollment.store.CertificateTable.Origin;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Statements;
import io.pigw.runtime.store.Write;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The store in SQL. Everything, reading included, runs on the database's one writer thread: so nothing comes between a
 * check and what depends on it. The tables' own constraints say the same once more.
 */
public final class DatabaseEnrollmentStore implements EnrollmentStore {

    /** Where Flyway finds the tables. */
    public static final String MIGRATIONS = "io/pigw/enrollment/db";

    private final BatchWriter writer;
    private final Policy policy;
    private final NodeIds ids;

    /**
     * A store over the writer of a database that has been migrated from {@link #MIGRATIONS}.
     *
     * @param ids draws IDs
     */
    public DatabaseEnrollmentStore(BatchWriter writer, Policy policy, NodeIds ids) {
        this.writer = writer;
        this.policy = policy;
        this.ids = ids;
    }

    @Override
    public CompletableFuture<Decision> addToken(String hash, Grant grant, AuditActor actor, Instant now) {
        return submit(statements -> {
            Application asked =
                    new Facts(statements).gather(Stage.TOKEN, Source.OPERATOR, grant, null, policy.settings(), now);
            String subject = Trail.tokenId(hash);
            return switch (policy.judge(asked)) {
                case Policy.Verdict.Refused(var violations) -> {
                    AuditLog.append(
                            statements, Trail.refused(now, actor, AuditAction.TOKEN_MADE, subject, grant, violations));
                    yield new Decision.Refused(violations);
                }
                case Policy.Verdict.Allowed() -> {
                    new AccountTable(statements).know(grant.account(), now);
                    new TokenTable(statements).add(hash, grant, actor.toString(), now);
                    AuditLog.append(
                            statements,
                            Trail.done(now, actor, AuditAction.TOKEN_MADE, subject, grant)
                                    .with("expires", grant.expires()));
                    yield new Decision.Allowed(grant);
                }
            };
        });
    }

    @Override
    public CompletableFuture<Decision> authenticate(String hash, String csrHash, Instant now) {
        return submit(statements -> new Rights(statements).token(hash, csrHash, now));
    }

    @Override
    public CompletableFuture<Plan> plan(Claim claim, Instant now) {
        return submit(statements -> switch (new Rights(statements).of(claim, now)) {
            case Decision.Denied denied -> new Plan.Denied(denied);
            case Decision.Allowed(Grant grant) -> {
                Decision.Denied obstacle = obstacle(statements, claim, grant, now);
                yield obstacle == null ? plan(statements, grant, now) : new Plan.Denied(obstacle);
            }
        });
    }

    @Override
    public CompletableFuture<Commitment> commit(
            Claim claim, NodeId id, Issued certificate, @Nullable String charge, Instant now) {
        return submit(statements -> switch (new Rights(statements).of(claim, now)) {
            case Decision.Denied denied -> new Commitment.Denied(denied);
            case Decision.Allowed(Grant grant) -> {
                Decision.Denied obstacle = obstacle(statements, claim, grant, now);
                yield obstacle == null
                        ? commit(statements, claim, grant, id, certificate, charge, now)
                        : new Commitment.Denied(obstacle);
            }
        });
    }

    @Override
    public CompletableFuture<Void> recordOwn(Issued certificate, Instant now) {
        return new DatabaseOwnCertificates(writer).recordOwn(certificate, now);
    }

    @Override
    public CompletableFuture<Void> refused(Claim claim, Grant grant, Violation violation, Instant now) {
        return submit(statements -> {
                    AuditLog.append(
                            statements,
                            Trail.refused(
                                            now,
                                            AuditActor.account(grant.account()),
                                            AuditAction.ENROLLED,
                                            "",
                                            grant,
                                            List.of(violation))
                                    .with("address", claim.address()));
                    return true;
                })
                .thenAccept(_ -> {});
    }

    /** What stands against the claim: the policy, or the operator's approval that is missing. Null: nothing. */
    private Decision.@Nullable Denied obstacle(Statements statements, Claim claim, Grant grant, Instant now)
            throws SQLException {
        Source source = switch (claim.right()) {
            case Claim.Token _ -> Source.OPERATOR;
            case Claim.Provided _ -> Source.IDENTITY_PROVIDER;
        };
        Application asked =
                new Facts(statements).gather(Stage.ENROLL, source, grant, claim.key(), policy.settings(), now);
        return switch (policy.judge(asked)) {
            case Policy.Verdict.Refused refused -> refuse(statements, grant, refused, now);
            case Policy.Verdict.Allowed() ->
                policy.needsApproval(grant.role()) ? approval(statements, claim, grant, now) : null;
        };
    }

    private Decision.@Nullable Denied approval(Statements statements, Claim claim, Grant grant, Instant now)
            throws SQLException {
        return switch (new Approvals(statements, policy.settings().approval()).ask(claim, grant, now)) {
            case Approvals.Given() -> null;
            case Approvals.Waits(String id) -> new Decision.Pending(id);
            case Approvals.Withheld(Rule rule, String reason) ->
                refuse(statements, grant, Policy.Verdict.Refused.by(rule, reason), now);
        };
    }

    private static Decision.Refused refuse(
            Statements statements, Grant grant, Policy.Verdict.Refused refused, Instant now) throws SQLException {
        AuditLog.append(
                statements,
                Trail.refused(
                        now,
                        AuditActor.account(grant.account()),
                        AuditAction.ENROLLED,
                        "",
                        grant,
                        refused.violations()));
        return new Decision.Refused(refused.violations());
    }

    private Plan plan(Statements statements, Grant grant, Instant now) throws SQLException {
        NodeId fixed = grant.fixedId();
        if (fixed != null) {
            return new Plan.Ready(grant, fixed);
        }
        Optional<NodeId> drawn = ids.draw(candidate -> isTaken(statements, candidate, now));
        return drawn.isPresent()
                ? new Plan.Ready(grant, drawn.get())
                : new Plan.Denied(refuse(
                        statements,
                        grant,
                        Policy.Verdict.Refused.by(Rule.RING_FULL, "the ring has no free node ID"),
                        now));
    }

    private static Commitment commit(
            Statements statements,
            Claim claim,
            Grant grant,
            NodeId id,
            Issued certificate,
            @Nullable String charge,
            Instant now)
            throws SQLException {
        if (!id.equals(grant.fixedId()) && isTaken(statements, id, now)) {
            return new Commitment.IdLost();
        }
        String account = grant.account();
        new AccountTable(statements).know(account, now);
        String token = claim.right() instanceof Claim.Token(String hash) ? hash : null;
        if (token != null) {
            new TokenTable(statements).spend(token, now);
        }
        NameTable names = new NameTable(statements);
        for (Party.User name : grant.users()) {
            if (names.ownerOf(name).isEmpty()) {
                names.claim(name, account, now);
            }
        }
        CertificateTable certificates = new CertificateTable(statements);
        if (certificates.holderOf(id).isEmpty()) {
            certificates.addNode(id, account, grant.role(), now);
        }
        certificates.add(certificate, new Origin(id, grant.users(), token, claim.csrHash(), null), now);
        if (charge != null) {
            new ChargeTable(statements).owe(charge, certificate.serial(), now);
        }
        new Approvals.Closing(statements).issued(claim, certificate.serial());
        AuditLog.append(
                statements,
                Trail.done(
                                now,
                                AuditActor.account(account),
                                AuditAction.ENROLLED,
                                certificate.serial().toString(16),
                                grant)
                        .with("id", id)
                        .with("address", claim.address())
                        .with("key", claim.key().hash()));
        return new Commitment.Done();
    }

    private static boolean isTaken(Statements statements, NodeId id, Instant now) {
        try {
            return new CertificateTable(statements).holderOf(id).isPresent()
                    || new TokenTable(statements).isPromised(id, now);
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
