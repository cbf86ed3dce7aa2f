package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Grant;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The SQL. Runs within a transaction of the writer. */
final class Tables {

    private final Statements statements;

    Tables(Statements statements) {
        this.statements = statements;
    }

    /** A row of {@code tokens}. */
    record Token(Grant grant, boolean isUsed) {}

    /** Who holds a node ID, and as what. */
    record Holder(String account, Role role) {}

    Optional<Token> token(String hash) throws SQLException {
        PreparedStatement select = statements.prepared(
                "SELECT account, role, users, fixed_id, expires_at, used_at FROM tokens WHERE hash = ?");
        select.setString(1, hash);
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            String fixed = row.getString(4);
            Grant grant = new Grant(
                    row.getString(1),
                    Role.valueOf(row.getString(2)),
                    users(row.getString(3)),
                    fixed == null ? null : NodeId.parse(fixed),
                    Instant.ofEpochMilli(row.getLong(5)));
            row.getLong(6);
            return Optional.of(new Token(grant, !row.wasNull()));
        }
    }

    void addToken(String hash, Grant grant, Instant now) throws SQLException {
        PreparedStatement insert =
                statements.prepared("INSERT INTO tokens (hash, account, role, users, fixed_id, created_at, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)");
        insert.setString(1, hash);
        insert.setString(2, grant.account());
        insert.setString(3, grant.role().name());
        insert.setString(4, grant.users().stream().map(Party.User::toString).collect(Collectors.joining(" ")));
        NodeId fixed = grant.fixedId();
        setNullable(insert, 5, fixed == null ? null : fixed.toString());
        insert.setLong(6, now.toEpochMilli());
        insert.setLong(7, grant.expires().toEpochMilli());
        insert.executeUpdate();
    }

    void spendToken(String hash, Instant now) throws SQLException {
        PreparedStatement update =
                statements.prepared("UPDATE tokens SET used_at = ? WHERE hash = ? AND used_at IS NULL");
        update.setLong(1, now.toEpochMilli());
        update.setString(2, hash);
        if (update.executeUpdate() != 1) {
            throw new SQLException("the token was spent within its own transaction");
        }
    }

    /** The account that owns the name, if one does. */
    Optional<String> ownerOf(Party.User name) throws SQLException {
        return text("SELECT account FROM user_names WHERE name = ?", name.toString());
    }

    void claim(Party.User name, String account, Instant now) throws SQLException {
        PreparedStatement insert =
                statements.prepared("INSERT INTO user_names (name, account, claimed_at) VALUES (?, ?, ?)");
        insert.setString(1, name.toString());
        insert.setString(2, account);
        insert.setLong(3, now.toEpochMilli());
        insert.executeUpdate();
    }

    Optional<Holder> holderOf(NodeId id) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT account, role FROM nodes WHERE node_id = ?");
        select.setString(1, id.toString());
        try (ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new Holder(row.getString(1), Role.valueOf(row.getString(2))))
                    : Optional.empty();
        }
    }

    /** A node's certificate. */
    record OnRecord(NodeId id, Holder holder, Instant notAfter, Bytes der) {}

    Optional<OnRecord> certificate(BigInteger serial) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT n.node_id, n.account, n.role, c.not_after, c.der"
                + " FROM certificates c JOIN nodes n ON n.node_id = c.node_id WHERE c.serial = ?");
        select.setString(1, serial.toString(16));
        try (ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new OnRecord(
                            NodeId.parse(row.getString(1)),
                            new Holder(row.getString(2), Role.valueOf(row.getString(3))),
                            Instant.ofEpochMilli(row.getLong(4)),
                            Bytes.copyOf(row.getBytes(5))))
                    : Optional.empty();
        }
    }

    /** Whether a token that is still good promises the ID to its bearer. */
    boolean isPromised(NodeId id, Instant now) throws SQLException {
        PreparedStatement select =
                statements.prepared("SELECT 1 FROM tokens WHERE fixed_id = ? AND used_at IS NULL AND expires_at > ?");
        select.setString(1, id.toString());
        select.setLong(2, now.toEpochMilli());
        try (ResultSet row = select.executeQuery()) {
            return row.next();
        }
    }

    void addNode(NodeId id, String account, Role role, Instant now) throws SQLException {
        PreparedStatement insert =
                statements.prepared("INSERT INTO nodes (node_id, account, role, enrolled_at) VALUES (?, ?, ?, ?)");
        insert.setString(1, id.toString());
        insert.setString(2, account);
        insert.setString(3, role.name());
        insert.setLong(4, now.toEpochMilli());
        insert.executeUpdate();
    }

    void addCertificate(Issued certificate, @Nullable NodeId id, @Nullable String tokenHash, Instant now)
            throws SQLException {
        PreparedStatement insert = statements.prepared(
                "INSERT INTO certificates (serial, node_id, token_hash, not_before, not_after, issued_at, der)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)");
        insert.setString(1, certificate.serial().toString(16));
        setNullable(insert, 2, id == null ? null : id.toString());
        setNullable(insert, 3, tokenHash);
        insert.setLong(4, certificate.notBefore().toEpochMilli());
        insert.setLong(5, certificate.notAfter().toEpochMilli());
        insert.setLong(6, now.toEpochMilli());
        insert.setBytes(7, certificate.der().toArray());
        insert.executeUpdate();
    }

    private Optional<String> text(String sql, String key) throws SQLException {
        PreparedStatement select = statements.prepared(sql);
        select.setString(1, key);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    private static void setNullable(PreparedStatement statement, int index, @Nullable String value)
            throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setString(index, value);
        }
    }

    private static List<Party.User> users(String joined) {
        return Stream.of(joined.split(" "))
                .filter(name -> !name.isEmpty())
                .map(name -> {
                    int at = name.lastIndexOf('@');
                    return new Party.User(name.substring(0, at), name.substring(at + 1));
                })
                .toList();
    }
}
