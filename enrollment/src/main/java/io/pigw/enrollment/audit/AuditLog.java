package io.pigw.enrollment.audit;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Writes the log. Every decision calls {@link #append} within the transaction that it is decided in: either both are on
 * record or neither. On the database's writer thread, which makes the order.
 */
public final class AuditLog {

    private AuditLog() {}

    /** Adds the event at the chain's end, as part of the caller's transaction. */
    public static void append(Statements statements, AuditEvent event) throws SQLException {
        AuditHead head = head(statements);
        AuditEntry entry = AuditEntry.of(event, head.seq() + 1, head.hash());
        PreparedStatement insert = statements.prepared("INSERT INTO audit (seq, happened_at, actor, deed, subject,"
                + " outcome, details, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.setLong(1, entry.seq());
        insert.setLong(2, entry.at().toEpochMilli());
        insert.setString(3, entry.actor());
        insert.setString(4, entry.action());
        insert.setString(5, entry.subject());
        insert.setString(6, entry.outcome());
        insert.setString(7, AuditJson.details(entry.details()));
        insert.setBytes(8, entry.previous().toArray());
        insert.setBytes(9, entry.hash().toArray());
        insert.executeUpdate();
        PreparedStatement update = statements.prepared("UPDATE audit_head SET seq = ?, hash = ?");
        update.setLong(1, entry.seq());
        update.setBytes(2, entry.hash().toArray());
        update.executeUpdate();
    }

    static AuditHead head(Statements statements) throws SQLException {
        try (ResultSet row =
                statements.prepared("SELECT seq, hash FROM audit_head").executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the audit log has lost its head");
            }
            return new AuditHead(row.getLong(1), Bytes.copyOf(row.getBytes(2)));
        }
    }
}
