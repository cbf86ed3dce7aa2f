package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Violation;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.store.BatchWriter;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The store in SQL, on the database's one writer thread. */
public final class DatabaseRenewalStore implements RenewalStore {

    private final BatchWriter writer;

    /** A store over the writer of a database that has been migrated from {@link DatabaseEnrollmentStore#MIGRATIONS}. */
    public DatabaseRenewalStore(BatchWriter writer) {
        this.writer = writer;
    }

    @Override
    public CompletableFuture<Renewal> plan(BigInteger serial, Bytes der, Instant now) {
        return writer.submit(Runnable::run, statements -> decide(new Tables(statements), serial, der, now));
    }

    @Override
    public CompletableFuture<Renewal> commit(BigInteger serial, Bytes der, Issued certificate, Instant now) {
        return writer.submit(Runnable::run, statements -> {
            Tables tables = new Tables(statements);
            Renewal renewal = decide(tables, serial, der, now);
            if (renewal instanceof Renewal.Allowed allowed) {
                tables.addCertificate(certificate, allowed.id(), null, now);
            }
            return renewal;
        });
    }

    private static Renewal decide(Tables tables, BigInteger serial, Bytes der, Instant now) throws SQLException {
        Optional<Tables.OnRecord> found = tables.certificate(serial);
        if (found.isEmpty() || !found.get().der().equals(der)) {
            return refused("not_on_record", "the certificate is not on record", "enroll anew with a token");
        }
        Tables.OnRecord record = found.get();
        if (!now.isBefore(record.notAfter())) {
            return refused("expired", "the certificate has expired", "enroll anew with a token");
        }
        return new Renewal.Allowed(
                record.id(), record.holder().account(), record.holder().role());
    }

    private static Renewal refused(String code, String reason, String remedy) {
        return new Renewal.Refused(List.of(new Violation(code, reason, remedy)));
    }
}
