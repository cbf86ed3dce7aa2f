package io.pigw.enrollment.revoke;

import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of revocations. Runs within a transaction of the writer. */
final class RevocationTables {

    private static final String COLUMNS =
            "r.serial, r.issuer, r.node_id, r.reason, r.revoked_at, r.invalid_since, r.not_after, r.actor";
    private static final String CERTIFICATE = "SELECT c.serial, c.node_id, c.not_after, c.der FROM certificates c";

    private final Statements statements;

    RevocationTables(Statements statements) {
        this.statements = statements;
    }

    /** A certificate on record. */
    record Certificate(BigInteger serial, @Nullable NodeId node, Instant notAfter, CertificateFacts facts) {}

    /** What the selector names, ended or not for a serial number, else not ended. */
    List<Certificate> select(Selector selector, Instant now) throws SQLException {
        return switch (selector) {
            case Selector.Serial(BigInteger serial) ->
                certificates(CERTIFICATE + " WHERE c.serial = ?", hex(serial), null);
            case Selector.Node(NodeId id) ->
                certificates(CERTIFICATE + " WHERE c.node_id = ? AND c.not_after > ?", id.toString(), now);
            case Selector.User(var name) ->
                certificates(
                                CERTIFICATE + " JOIN nodes n ON n.node_id = c.node_id"
                                        + " JOIN user_names u ON u.account = n.account"
                                        + " WHERE u.name = ? AND c.not_after > ?",
                                name.toString(),
                                now)
                        .stream()
                        .filter(certificate -> certificate.facts().names(name))
                        .toList();
            case Selector.Account(String name) ->
                certificates(
                        CERTIFICATE + " JOIN nodes n ON n.node_id = c.node_id"
                                + " WHERE n.account = ? AND c.not_after > ?",
                        name,
                        now);
        };
    }

    private List<Certificate> certificates(String sql, String key, @Nullable Instant after) throws SQLException {
        PreparedStatement select = statements.prepared(sql);
        select.setString(1, key);
        if (after != null) {
            select.setLong(2, after.toEpochMilli());
        }
        List<Certificate> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next() && found.size() <= RevocationStore.MAX_CERTIFICATES) {
                String node = row.getString(2);
                found.add(new Certificate(
                        new BigInteger(row.getString(1), 16),
                        node == null ? null : NodeId.parse(node),
                        Instant.ofEpochMilli(row.getLong(3)),
                        CertificateFacts.of(row.getBytes(4))));
            }
        }
        return found;
    }

    Optional<Revocation> find(BigInteger serial) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT " + COLUMNS + " FROM revocations r WHERE r.serial = ?");
        select.setString(1, hex(serial));
        return read(select).stream().findFirst();
    }

    List<Revocation> list(int offset, int limit) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT " + COLUMNS
                + " FROM revocations r ORDER BY r.revoked_at DESC, r.serial OFFSET ? ROWS FETCH NEXT ? ROWS ONLY");
        select.setInt(1, offset);
        select.setInt(2, limit);
        return read(select);
    }

    Map<BigInteger, Instant> living(Instant now) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT serial, not_after FROM revocations WHERE not_after > ?");
        select.setLong(1, now.toEpochMilli());
        Map<BigInteger, Instant> living = new HashMap<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                living.put(new BigInteger(row.getString(1), 16), Instant.ofEpochMilli(row.getLong(2)));
            }
        }
        return living;
    }

    void insert(Revocation revocation) throws SQLException {
        PreparedStatement insert = statements.prepared("INSERT INTO revocations"
                + " (serial, issuer, node_id, reason, revoked_at, invalid_since, not_after, actor)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        insert.setString(1, hex(revocation.serial()));
        insert.setString(2, revocation.issuer());
        NodeId node = revocation.node();
        if (node == null) {
            insert.setNull(3, Types.VARCHAR);
        } else {
            insert.setString(3, node.toString());
        }
        insert.setString(4, revocation.reason().name());
        insert.setLong(5, revocation.revokedAt().toEpochMilli());
        setNullable(insert, 6, revocation.invalidSince());
        insert.setLong(7, revocation.notAfter().toEpochMilli());
        insert.setString(8, revocation.actor());
        insert.executeUpdate();
    }

    /** Gives it another reason, time of invalidity and actor; the time of the revocation stays. */
    void update(Revocation revocation) throws SQLException {
        PreparedStatement update =
                statements.prepared("UPDATE revocations SET reason = ?, invalid_since = ?, actor = ? WHERE serial = ?");
        update.setString(1, revocation.reason().name());
        setNullable(update, 2, revocation.invalidSince());
        update.setString(3, revocation.actor());
        update.setString(4, hex(revocation.serial()));
        update.executeUpdate();
    }

    void delete(BigInteger serial) throws SQLException {
        PreparedStatement delete = statements.prepared("DELETE FROM revocations WHERE serial = ?");
        delete.setString(1, hex(serial));
        delete.executeUpdate();
    }

    private static List<Revocation> read(PreparedStatement select) throws SQLException {
        List<Revocation> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String node = row.getString(3);
                long since = row.getLong(6);
                Instant invalidSince = row.wasNull() ? null : Instant.ofEpochMilli(since);
                found.add(new Revocation(
                        new BigInteger(row.getString(1), 16),
                        row.getString(2),
                        node == null ? null : NodeId.parse(node),
                        RevocationReason.valueOf(row.getString(4)),
                        Instant.ofEpochMilli(row.getLong(5)),
                        invalidSince,
                        Instant.ofEpochMilli(row.getLong(7)),
                        row.getString(8)));
            }
        }
        return found;
    }

    private static void setNullable(PreparedStatement statement, int index, @Nullable Instant value)
            throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value.toEpochMilli());
        }
    }

    private static String hex(BigInteger serial) {
        return serial.toString(16);
    }
}
