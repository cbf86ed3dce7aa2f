package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.store.CertificateTable.Origin;
import io.pigw.runtime.store.BatchWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The record in SQL, on the database's one writer thread. */
public final class DatabaseOwnCertificates implements OwnCertificates {

    private final BatchWriter writer;

    /** Over the writer of a database that has been migrated from {@link DatabaseEnrollmentStore#MIGRATIONS}. */
    public DatabaseOwnCertificates(BatchWriter writer) {
        this.writer = writer;
    }

    @Override
    public CompletableFuture<Void> recordOwn(Issued certificate, Instant now) {
        return writer.submit(Runnable::run, statements -> {
                    new CertificateTable(statements)
                            .add(certificate, new Origin(null, List.of(), null, null, null), now);
                    AuditLog.append(
                            statements,
                            AuditEvent.done(
                                    now,
                                    AuditActor.SERVER,
                                    AuditAction.SERVER_CERTIFICATE,
                                    certificate.serial().toString(16)));
                    return true;
                })
                .thenAccept(_ -> {});
    }
}
