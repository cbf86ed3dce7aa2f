package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.store.RequestRecord.State;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of {@code requests}. Runs within a transaction of the writer. */
final class RequestTable {

    private static final String SELECT = "SELECT id, claim, csr_hash, key_hash, account, role, users, fixed_id,"
            + " expires_at, address, state, created_at, decided_at, decided_by, reason, serial FROM requests ";

    private final Statements statements;

    RequestTable(Statements statements) {
        this.statements = statements;
    }

    Optional<RequestRecord> find(String id) throws SQLException {
        PreparedStatement select = statements.prepared(SELECT + "WHERE id = ?");
        select.setString(1, id);
        return Sql.one(select, RequestTable::read);
    }

    /** The latest one of the claim for that PKCS#10 request. */
    Optional<RequestRecord> latest(String claim, String csrHash) throws SQLException {
        PreparedStatement select = statements.prepared(
                SELECT + "WHERE claim = ? AND csr_hash = ? ORDER BY created_at DESC FETCH FIRST ROW ONLY");
        select.setString(1, claim);
        select.setString(2, csrHash);
        return Sql.one(select, RequestTable::read);
    }

    /** The text has as many forms as there are filters, 16 in all; values are parameters. */
    List<RequestRecord> list(RequestFilter filter, int offset, int limit) throws SQLException {
        StringBuilder sql = new StringBuilder(SELECT).append("WHERE 1 = 1");
        List<String> values = new ArrayList<>();
        and(sql, values, " AND account = ?", filter.account());
        and(
                sql,
                values,
                " AND LOCATE(?, ' ' || users || ' ') > 0",
                filter.user() == null ? null : " " + filter.user() + " ");
        and(
                sql,
                values,
                " AND role = ?",
                filter.role() == null ? null : filter.role().name());
        and(
                sql,
                values,
                " AND state = ?",
                filter.state() == null ? null : filter.state().name());
        PreparedStatement select =
                statements.prepared(sql.append(" ORDER BY created_at DESC, id OFFSET ? ROWS FETCH NEXT ? ROWS ONLY")
                        .toString());
        int next = 1;
        for (String value : values) {
            select.setString(next++, value);
        }
        select.setInt(next++, offset);
        select.setInt(next, limit);
        return Sql.all(select, RequestTable::read);
    }

    private static void and(StringBuilder sql, List<String> values, String condition, @Nullable String value) {
        if (value != null) {
            sql.append(condition);
            values.add(value);
        }
    }

    int pending(Instant now) throws SQLException {
        PreparedStatement select =
                statements.prepared("SELECT COUNT(*) FROM requests WHERE state = 'PENDING' AND expires_at > ?");
        select.setLong(1, now.toEpochMilli());
        return Sql.count(select);
    }

    int pendingOf(String account, Instant now) throws SQLException {
        PreparedStatement select = statements.prepared(
                "SELECT COUNT(*) FROM requests WHERE account = ? AND state = 'PENDING' AND expires_at > ?");
        select.setString(1, account);
        select.setLong(2, now.toEpochMilli());
        return Sql.count(select);
    }

    /** Requests that wait, or wait for their client, and have waited too long. */
    List<RequestRecord> overdue(Instant now, int limit) throws SQLException {
        PreparedStatement select = statements.prepared(
                SELECT + "WHERE state IN ('PENDING', 'APPROVED') AND expires_at <= ? FETCH FIRST ? ROWS ONLY");
        select.setLong(1, now.toEpochMilli());
        select.setInt(2, limit);
        return Sql.all(select, RequestTable::read);
    }

    /** Takes ended requests off the record, the longest ended ones first. */
    void purge(Instant endedBefore, int limit) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT id FROM requests"
                + " WHERE state IN ('REJECTED', 'WITHDRAWN', 'EXPIRED', 'ISSUED') AND expires_at < ?"
                + " ORDER BY expires_at FETCH FIRST ? ROWS ONLY");
        select.setLong(1, endedBefore.toEpochMilli());
        select.setInt(2, limit);
        List<String> ended = Sql.all(select, row -> row.getString(1));
        for (String id : ended) {
            PreparedStatement delete = statements.prepared("DELETE FROM requests WHERE id = ?");
            delete.setString(1, id);
            delete.executeUpdate();
        }
    }

    void add(RequestRecord request) throws SQLException {
        PreparedStatement insert = statements.prepared("INSERT INTO requests (id, claim, csr_hash, key_hash, account,"
                + " role, users, fixed_id, expires_at, address, state, created_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        Grant grant = request.grant();
        NodeId fixed = grant.fixedId();
        insert.setString(1, request.id());
        insert.setString(2, request.claim());
        insert.setString(3, request.csrHash());
        insert.setString(4, request.keyHash());
        insert.setString(5, grant.account());
        insert.setString(6, grant.role().name());
        insert.setString(7, Sql.join(grant.users()));
        Sql.set(insert, 8, fixed == null ? null : fixed.toString());
        insert.setLong(9, grant.expires().toEpochMilli());
        insert.setString(10, request.address());
        insert.setString(11, request.state().name());
        insert.setLong(12, request.created().toEpochMilli());
        insert.executeUpdate();
    }

    /** The claim's other requests give way. */
    void withdraw(String claim, Instant now) throws SQLException {
        PreparedStatement update = statements.prepared(
                "UPDATE requests SET state = 'WITHDRAWN', decided_at = ? WHERE claim = ? AND state = 'PENDING'");
        update.setLong(1, now.toEpochMilli());
        update.setString(2, claim);
        update.executeUpdate();
    }

    /** The claim's other requests for that key give way. */
    void withdraw(String claim, String keyHash, Instant now) throws SQLException {
        PreparedStatement update = statements.prepared("UPDATE requests SET state = 'WITHDRAWN', decided_at = ?"
                + " WHERE claim = ? AND key_hash = ? AND state = 'PENDING'");
        update.setLong(1, now.toEpochMilli());
        update.setString(2, claim);
        update.setString(3, keyHash);
        update.executeUpdate();
    }

    void decide(String id, State state, Instant now, @Nullable String by, @Nullable String reason) throws SQLException {
        PreparedStatement update = statements.prepared(
                "UPDATE requests SET state = ?, decided_at = ?, decided_by = ?, reason = ? WHERE id = ?");
        update.setString(1, state.name());
        update.setLong(2, now.toEpochMilli());
        Sql.set(update, 3, by);
        Sql.set(update, 4, reason);
        update.setString(5, id);
        update.executeUpdate();
    }

    void issued(String id, BigInteger serial) throws SQLException {
        PreparedStatement update = statements.prepared("UPDATE requests SET state = 'ISSUED', serial = ? WHERE id = ?");
        update.setString(1, serial.toString(16));
        update.setString(2, id);
        update.executeUpdate();
    }

    private static RequestRecord read(ResultSet row) throws SQLException {
        String fixed = row.getString(8);
        String serial = row.getString(16);
        Grant grant = new Grant(
                row.getString(5),
                Role.valueOf(row.getString(6)),
                Sql.users(row.getString(7)),
                fixed == null ? null : NodeId.parse(fixed),
                Sql.instant(row, 9));
        return new RequestRecord(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                grant,
                row.getString(10),
                State.valueOf(row.getString(11)),
                Sql.instant(row, 12),
                Sql.nullableInstant(row, 13),
                row.getString(14),
                row.getString(15),
                serial == null ? null : new BigInteger(serial, 16));
    }
}
