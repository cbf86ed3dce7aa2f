package io.pigw.enrollment.publish;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The store in SQL, on the database's one writer thread. */
final class DatabaseCrlStore implements CrlStore {

    private final BatchWriter writer;

    DatabaseCrlStore(BatchWriter writer) {
        this.writer = writer;
    }

    @Override
    public CompletableFuture<CrlDraft> draft(String issuer, Instant now) {
        return writer.submit(Runnable::run, statements -> {
            long number = Math.max(lastNumber(statements, issuer) + 1, now.getEpochSecond());
            return new CrlDraft(number, entries(statements, issuer));
        });
    }

    private static List<CrlDraft.Entry> entries(Statements statements, String issuer) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT serial, revoked_at, reason, invalid_since"
                + " FROM revocations WHERE issuer = ? AND finished_by IS NULL ORDER BY revoked_at, serial");
        select.setString(1, issuer);
        List<CrlDraft.Entry> entries = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                if (entries.size() >= MAX_ENTRIES) {
                    throw new IllegalStateException(
                            "more than " + MAX_ENTRIES
                                    + " certificates are revoked: rotate the issuing authority, so that each has a list of its own");
                }
                long since = row.getLong(4);
                // of the column that was read last
                boolean isKnownSince = !row.wasNull();
                entries.add(new CrlDraft.Entry(
                        new BigInteger(row.getString(1), 16),
                        Instant.ofEpochMilli(row.getLong(2)),
                        RevocationReason.valueOf(row.getString(3)),
                        isKnownSince ? Instant.ofEpochMilli(since) : null));
            }
        }
        return entries;
    }

    @Override
    public CompletableFuture<Void> commit(Crl crl) {
        return writer.submit(Runnable::run, statements -> {
                    replace(statements, crl);
                    finish(statements, crl);
                    AuditLog.append(
                            statements,
                            AuditEvent.done(crl.thisUpdate(), AuditActor.SERVER, AuditAction.CRL_SIGNED, crl.issuer())
                                    .with("number", crl.number())
                                    .with("entries", crl.entries())
                                    .with("nextUpdate", crl.nextUpdate()));
                    return true;
                })
                .thenAccept(_ -> {});
    }

    @Override
    public CompletableFuture<Void> take(Crl crl, Instant now) {
        return writer.submit(Runnable::run, statements -> {
                    replace(statements, crl);
                    AuditLog.append(
                            statements,
                            AuditEvent.done(now, AuditActor.SERVER, AuditAction.ROOT_CRL_TAKEN, crl.issuer())
                                    .with("number", crl.number())
                                    .with("entries", crl.entries())
                                    .with("nextUpdate", crl.nextUpdate()));
                    return true;
                })
                .thenAccept(_ -> {});
    }

    private static void replace(Statements statements, Crl crl) throws SQLException {
        if (crl.number() <= lastNumber(statements, crl.issuer())) {
            throw new SQLException("CRL number " + crl.number() + " is not above the last one");
        }
        PreparedStatement delete = statements.prepared("DELETE FROM crls WHERE issuer = ?");
        delete.setString(1, crl.issuer());
        delete.executeUpdate();
        PreparedStatement insert = statements.prepared(
                "INSERT INTO crls (issuer, number, this_update, next_update, entries, der) VALUES (?, ?, ?, ?, ?, ?)");
        insert.setString(1, crl.issuer());
        insert.setLong(2, crl.number());
        insert.setLong(3, crl.thisUpdate().toEpochMilli());
        insert.setLong(4, crl.nextUpdate().toEpochMilli());
        insert.setInt(5, crl.entries());
        insert.setBytes(6, crl.der().toArray());
        insert.executeUpdate();
    }

    private static void finish(Statements statements, Crl crl) throws SQLException {
        PreparedStatement update = statements.prepared(
                "UPDATE revocations SET finished_by = ? WHERE issuer = ? AND finished_by IS NULL AND not_after <= ?");
        update.setLong(1, crl.number());
        update.setString(2, crl.issuer());
        update.setLong(3, crl.thisUpdate().toEpochMilli());
        update.executeUpdate();
    }

    @Override
    public CompletableFuture<Optional<Crl>> latest(String issuer) {
        return writer.submit(Runnable::run, statements -> {
            PreparedStatement select = statements.prepared(
                    "SELECT number, this_update, next_update, entries, der FROM crls WHERE issuer = ?");
            select.setString(1, issuer);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Crl(
                                issuer,
                                row.getLong(1),
                                Instant.ofEpochMilli(row.getLong(2)),
                                Instant.ofEpochMilli(row.getLong(3)),
                                row.getInt(4),
                                Bytes.copyOf(row.getBytes(5))))
                        : Optional.empty();
            }
        });
    }

    private static long lastNumber(Statements statements, String issuer) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT number FROM crls WHERE issuer = ?");
        select.setString(1, issuer);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
