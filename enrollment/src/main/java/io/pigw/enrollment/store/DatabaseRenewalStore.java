package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.policy.Application;
import io.pigw.enrollment.policy.Application.Source;
import io.pigw.enrollment.policy.Application.Stage;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.Policy;
import io.pigw.enrollment.policy.Rule;
import io.pigw.enrollment.policy.Violation;
import io.pigw.enrollment.store.CertificateTable.OnRecord;
import io.pigw.enrollment.store.CertificateTable.Origin;
import io.pigw.enrollment.store.CertificateTable.Successor;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Statements;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The store in SQL, on the database's one writer thread. */
public final class DatabaseRenewalStore implements RenewalStore {

    /** Certificates of a node that are good at the same time. */
    private static final int MAX_LIVING = 4;

    /** How often one certificate is replaced: more than once only if the answers were lost. */
    private static final int MAX_SUCCESSORS = 4;

    /** As the store of revocations names it: an answer that was lost. */
    private static final String SUPERSEDED = "SUPERSEDED";

    private final BatchWriter writer;
    private final Policy policy;

    /** A store over the writer of a database that has been migrated from {@link DatabaseEnrollmentStore#MIGRATIONS}. */
    public DatabaseRenewalStore(BatchWriter writer, Policy policy) {
        this.writer = writer;
        this.policy = policy;
    }

    @Override
    public CompletableFuture<Renewal> plan(Asked asked, Instant now) {
        return writer.submit(Runnable::run, statements -> decide(statements, asked, now));
    }

    @Override
    public CompletableFuture<Renewal> commit(Asked asked, Issued certificate, Instant now) {
        return writer.submit(Runnable::run, statements -> {
            Renewal renewal = decide(statements, asked, now);
            if (renewal instanceof Renewal.Allowed allowed) {
                new CertificateTable(statements)
                        .add(
                                certificate,
                                new Origin(allowed.id(), allowed.users(), null, asked.csrHash(), asked.serial()),
                                now);
                AuditLog.append(
                        statements,
                        AuditEvent.done(
                                        now,
                                        AuditActor.node(allowed.id()),
                                        AuditAction.RENEWED,
                                        certificate.serial().toString(16))
                                .with("account", allowed.account())
                                .with("id", allowed.id())
                                .with("replaces", asked.serial().toString(16))
                                .with("key", asked.key().hash()));
            }
            return renewal;
        });
    }

    private Renewal decide(Statements statements, Asked asked, Instant now) throws SQLException {
        CertificateTable certificates = new CertificateTable(statements);
        Optional<OnRecord> found = certificates.find(asked.serial());
        if (found.isEmpty() || !found.get().der().equals(asked.der())) {
            Violation unknown = Rule.NOT_ON_RECORD.violation("the certificate is not on record");
            AuditLog.append(
                    statements,
                    AuditEvent.refused(
                            now,
                            AuditActor.SERVER,
                            AuditAction.RENEWED,
                            asked.serial().toString(16),
                            unknown.code()));
            return new Renewal.Refused(List.of(unknown));
        }
        OnRecord current = found.get();
        List<Violation> broken = new ArrayList<>();
        if (!now.isBefore(current.notAfter())) {
            broken.add(Rule.EXPIRED.violation("the certificate ended at " + current.notAfter()));
        }
        if (current.isRevoked()) {
            broken.add(Rule.REVOKED.violation("the certificate was revoked"));
        }
        List<Successor> successors = certificates.successors(asked.serial());
        Optional<Successor> overtaken = Optional.empty();
        if (broken.isEmpty()) {
            Optional<Successor> living =
                    successors.stream().filter(one -> one.revoked() == null).findFirst();
            if (isSuperseded(successors)) {
                broken.add(
                        Rule.SUPERSEDED.violation("the certificate was replaced, and its successor used or revoked"));
            } else if (living.isPresent()
                    && living.get().keyHash().equals(asked.key().hash())) {
                return new Renewal.Repeated(current.id(), living.get().der());
            } else {
                overtaken = living;
            }
            Instant earliest = earliest(current);
            if (now.isBefore(earliest)) {
                broken.add(Rule.TOO_EARLY.violation("the certificate is not renewed before " + earliest));
            }
            int others = certificates.living(current.id(), now) - (overtaken.isPresent() ? 1 : 0);
            if (others >= MAX_LIVING || successors.size() >= MAX_SUCCESSORS) {
                broken.add(Rule.TOO_MANY_CERTIFICATES.violation("the node has " + others + " certificates that are good"
                        + " (at most " + MAX_LIVING + "), and this one was replaced " + successors.size()
                        + " times (at most " + MAX_SUCCESSORS + ")"));
            }
        }
        Grant grant = new Grant(
                current.holder().account(), current.holder().role(), current.users(), current.id(), current.notAfter());
        Application application =
                new Facts(statements).gather(Stage.RENEW, Source.OPERATOR, grant, asked.key(), policy.settings(), now);
        if (policy.judge(application) instanceof Policy.Verdict.Refused(List<Violation> violations)) {
            broken.addAll(violations);
        }
        if (!broken.isEmpty()) {
            String codes = broken.stream().map(Violation::code).collect(Collectors.joining(" "));
            AuditLog.append(
                    statements,
                    AuditEvent.refused(
                                    now,
                                    AuditActor.node(current.id()),
                                    AuditAction.RENEWED,
                                    asked.serial().toString(16),
                                    codes)
                            .with("account", grant.account()));
            return new Renewal.Refused(broken);
        }
        if (overtaken.isPresent()) {
            return new Renewal.Overtaken(current.id(), overtaken.get().serial());
        }
        return new Renewal.Allowed(current.id(), grant.account(), grant.role(), grant.users());
    }

    /** Whether the node uses what replaced the certificate, or an operator has taken that back. */
    private static boolean isSuperseded(List<Successor> successors) {
        return successors.stream()
                .anyMatch(one -> one.wasRenewed() || one.revoked() != null && !SUPERSEDED.equals(one.revoked()));
    }

    private Instant earliest(OnRecord certificate) {
        Duration life = Duration.between(certificate.notBefore(), certificate.notAfter());
        return certificate
                .notBefore()
                .plus(life.multipliedBy(policy.settings().renewAfterPercent()).dividedBy(100));
    }
}
