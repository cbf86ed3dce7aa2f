package io.pigw.enrollment.audit;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.store.BatchWriter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The log in SQL, on the database's one writer thread. */
public final class DatabaseAuditStore implements AuditStore {

    private static final String COLUMNS =
            "SELECT seq, happened_at, actor, deed, subject, outcome, details, previous, hash FROM audit";

    private final BatchWriter writer;

    /** Over the writer of the enrollment server's database. */
    public DatabaseAuditStore(BatchWriter writer) {
        this.writer = writer;
    }

    @Override
    public CompletableFuture<List<AuditEntry>> after(long seq, int max) {
        if (max < 1 || max > MAX_PAGE) {
            throw new IllegalArgumentException("1 to " + MAX_PAGE + " entries at a time");
        }
        return writer.submit(Runnable::run, statements -> {
            PreparedStatement select =
                    statements.prepared(COLUMNS + " WHERE seq > ? ORDER BY seq FETCH FIRST ? ROWS ONLY");
            select.setLong(1, seq);
            select.setInt(2, max);
            List<AuditEntry> entries = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(read(row));
                }
            }
            return entries;
        });
    }

    @Override
    public CompletableFuture<AuditHead> head() {
        return writer.submit(Runnable::run, AuditLog::head);
    }

    @Override
    public CompletableFuture<Void> append(AuditEvent event) {
        return writer.submit(Runnable::run, statements -> {
                    AuditLog.append(statements, event);
                    return true;
                })
                .thenAccept(_ -> {});
    }

    private static AuditEntry read(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong(1),
                Instant.ofEpochMilli(row.getLong(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                AuditJson.details(row.getString(7)),
                Bytes.copyOf(row.getBytes(8)),
                Bytes.copyOf(row.getBytes(9)));
    }
}
