package io.pigw.enrollment.revoke;

import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

    /**
     * What the selector names, ended or not for a serial number, else not ended, in the order of the serial numbers.
     *
     * @param after the serial number, as on record, of the last one of the page before; empty: from the start
     * @return {@link RevocationStore#PAGE} at most
     */
    List<Certificate> page(Selector selector, String after, Instant now) throws SQLException {
        return switch (selector) {
            case Selector.Serial(BigInteger serial) ->
                after.isEmpty() ? certificates(CERTIFICATE + " WHERE c.serial = ?", hex(serial)) : List.of();
            case Selector.Certificate shown -> after.isEmpty() ? shown(shown) : List.of();
            case Selector.Node(NodeId id) -> page(" WHERE c.node_id = ?", after, now, id.toString());
            // Certificates of before their names were kept apart are read.
            case Selector.User(var name) ->
                page(
                        " JOIN nodes n ON n.node_id = c.node_id JOIN user_names u ON u.account = n.account"
                                + " WHERE u.name = ? AND (c.users IS NULL OR LOCATE(?, ' ' || c.users || ' ') > 0)",
                        after,
                        now,
                        name.toString(),
                        " " + name + " ");
            case Selector.Account(String name) ->
                page(" JOIN nodes n ON n.node_id = c.node_id WHERE n.account = ?", after, now, name);
        };
    }

    private List<Certificate> shown(Selector.Certificate shown) throws SQLException {
        List<Certificate> known = certificates(CERTIFICATE + " WHERE c.serial = ?", hex(shown.serial()));
        return known.isEmpty()
                ? List.of(new Certificate(
                        shown.serial(),
                        shown.node(),
                        shown.notAfter(),
                        CertificateFacts.of(shown.der().toArray())))
                : known;
    }

    private List<Certificate> page(String condition, String after, Instant now, String... keys) throws SQLException {
        PreparedStatement select = statements.prepared(CERTIFICATE + condition
                + " AND c.not_after > ? AND c.serial > ? ORDER BY c.serial FETCH FIRST " + RevocationStore.PAGE
                + " ROWS ONLY");
        int next = 1;
        for (String key : keys) {
            select.setString(next++, key);
        }
        select.setLong(next++, now.toEpochMilli());
        select.setString(next, after);
        return certificates(select);
    }

    /** What came of a certificate by renewal, and what of that, and so on; it is not among them. */
    List<Certificate> descendants(BigInteger serial) throws SQLException {
        List<Certificate> found = new ArrayList<>();
        Deque<BigInteger> open = new ArrayDeque<>(List.of(serial));
        while (!open.isEmpty() && found.size() < RevocationStore.MAX_DESCENDANTS) {
            for (Certificate child : certificates(CERTIFICATE + " WHERE c.replaces = ?", hex(open.remove()))) {
                found.add(child);
                open.add(child.serial());
            }
        }
        return found;
    }

    private List<Certificate> certificates(String sql, String key) throws SQLException {
        PreparedStatement select = statements.prepared(sql);
        select.setString(1, key);
        return certificates(select);
    }

    private static List<Certificate> certificates(PreparedStatement select) throws SQLException {
        List<Certificate> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
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
