package io.pigw.enrollment.audit;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.store.BatchWriter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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
    public CompletableFuture<List<AuditEntry>> after(long seq, int max, AuditFilter filter) {
        requirePage(max);
        List<String> values = new ArrayList<>();
        String where = where("actor", filter.actor(), values)
                + where("deed", filter.action(), values)
                + where("subject", filter.subject(), values);
        return writer.submit(Runnable::run, statements -> {
            PreparedStatement select =
                    statements.prepared(COLUMNS + " WHERE seq > ?" + where + " ORDER BY seq FETCH FIRST ? ROWS ONLY");
            select.setLong(1, seq);
            int parameter = 2;
            for (String value : values) {
                select.setString(parameter++, value);
            }
            select.setInt(parameter, max);
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

    @Override
    public CompletableFuture<Void> keep(AuditCheckpoint checkpoint, Bytes cms) {
        return writer.submit(Runnable::run, statements -> {
                    PreparedStatement old = statements.prepared("DELETE FROM audit_checkpoints WHERE seq = ?");
                    old.setLong(1, checkpoint.head().seq());
                    old.executeUpdate();
                    PreparedStatement insert = statements.prepared(
                            "INSERT INTO audit_checkpoints (seq, happened_at, cms) VALUES (?, ?, ?)");
                    insert.setLong(1, checkpoint.head().seq());
                    insert.setLong(2, checkpoint.at().toEpochMilli());
                    insert.setBytes(3, cms.toArray());
                    insert.executeUpdate();
                    return true;
                })
                .thenAccept(_ -> {});
    }

    @Override
    public CompletableFuture<List<Checkpointed>> checkpoints(long seq, int max) {
        requirePage(max);
        return writer.submit(Runnable::run, statements -> {
            PreparedStatement select = statements.prepared(
                    "SELECT seq, cms FROM audit_checkpoints WHERE seq > ? ORDER BY seq FETCH FIRST ? ROWS ONLY");
            select.setLong(1, seq);
            select.setInt(2, max);
            List<Checkpointed> checkpoints = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    checkpoints.add(new Checkpointed(row.getLong(1), Bytes.copyOf(row.getBytes(2))));
                }
            }
            return checkpoints;
        });
    }

    @Override
    public CompletableFuture<Optional<Checkpointed>> lastCheckpoint() {
        return writer.submit(Runnable::run, statements -> {
            PreparedStatement select = statements.prepared(
                    "SELECT seq, cms FROM audit_checkpoints ORDER BY seq DESC FETCH FIRST ROW ONLY");
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Checkpointed(row.getLong(1), Bytes.copyOf(row.getBytes(2))))
                        : Optional.<Checkpointed>empty();
            }
        });
    }

    private static void requirePage(int max) {
        if (max < 1 || max > MAX_PAGE) {
            throw new IllegalArgumentException("1 to " + MAX_PAGE + " at a time");
        }
    }

    private static String where(String column, @Nullable String value, List<String> values) {
        if (value == null) {
            return "";
        }
        values.add(value);
        return " AND " + column + " = ?";
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
