package io.pigw.enrollment.store;

import io.pigw.enrollment.store.ChargeStore.Due;
import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The SQL of {@code charges}: RESERVED → CONFIRM or RELEASE → gone. Runs within a transaction of the writer. */
final class ChargeTable {

    private final Statements statements;

    ChargeTable(Statements statements) {
        this.statements = statements;
    }

    void begin(String id, String account, Instant now) throws SQLException {
        PreparedStatement insert = statements.prepared(
                "INSERT INTO charges (id, account, state, created_at, due_at) VALUES (?, ?, 'RESERVED', ?, ?)");
        insert.setString(1, id);
        insert.setString(2, account);
        insert.setLong(3, now.toEpochMilli());
        insert.setLong(4, now.plus(ChargeStore.ABANDONED).toEpochMilli());
        insert.executeUpdate();
    }

    /** With the certificate's own transaction. */
    void owe(String id, BigInteger serial, Instant now) throws SQLException {
        PreparedStatement update = statements.prepared(
                "UPDATE charges SET state = 'CONFIRM', serial = ?, due_at = ? WHERE id = ? AND state = 'RESERVED'");
        update.setString(1, serial.toString(16));
        update.setLong(2, now.toEpochMilli());
        update.setString(3, id);
        if (update.executeUpdate() != 1) {
            throw new SQLException("the reservation has been released in the meantime");
        }
    }

    void release(String id, Instant now) throws SQLException {
        PreparedStatement update = statements.prepared(
                "UPDATE charges SET state = 'RELEASE', due_at = ? WHERE id = ? AND state = 'RESERVED'");
        update.setLong(1, now.toEpochMilli());
        update.setString(2, id);
        update.executeUpdate();
    }

    /** What is due; a reservation that is will not come to a certificate any more. */
    List<Due> due(int limit, Instant now) throws SQLException {
        PreparedStatement update =
                statements.prepared("UPDATE charges SET state = 'RELEASE' WHERE state = 'RESERVED' AND due_at <= ?");
        update.setLong(1, now.toEpochMilli());
        update.executeUpdate();
        PreparedStatement select = statements.prepared("SELECT id, account, serial FROM charges WHERE due_at <= ?"
                + " AND state <> 'RESERVED' ORDER BY due_at, id FETCH FIRST ? ROWS ONLY");
        select.setLong(1, now.toEpochMilli());
        select.setInt(2, limit);
        return Sql.all(select, row -> {
            String serial = row.getString(3);
            return new Due(row.getString(1), row.getString(2), serial == null ? null : new BigInteger(serial, 16));
        });
    }

    void remove(String id) throws SQLException {
        PreparedStatement delete = statements.prepared("DELETE FROM charges WHERE id = ?");
        delete.setString(1, id);
        delete.executeUpdate();
    }

    void postpone(String id, Instant until) throws SQLException {
        PreparedStatement update = statements.prepared("UPDATE charges SET due_at = ? WHERE id = ?");
        update.setLong(1, until.toEpochMilli());
        update.setString(2, id);
        update.executeUpdate();
    }
}
