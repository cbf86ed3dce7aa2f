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
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The store in SQL, on the database's one writer thread. */
public final class DatabaseRenewalStore implements RenewalStore {

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
        if (broken.isEmpty()) {
            Optional<Decision.Repeated> repeated =
                    Rights.repeated(certificates.byReplaced(asked.serial(), asked.csrHash()), now);
            if (repeated.isPresent()) {
                return new Renewal.Repeated(current.id(), repeated.get().der());
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
        return new Renewal.Allowed(current.id(), grant.account(), grant.role(), grant.users());
    }
}
