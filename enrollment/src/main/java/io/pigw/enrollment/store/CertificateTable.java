package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Application.Holder;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of {@code nodes} and {@code certificates}. Runs within a transaction of the writer. */
final class CertificateTable {

    private final Statements statements;

    CertificateTable(Statements statements) {
        this.statements = statements;
    }

    /** A node's certificate. */
    record OnRecord(
            BigInteger serial,
            NodeId id,
            Holder holder,
            List<Party.User> users,
            Instant issued,
            Instant notBefore,
            Instant notAfter,
            boolean isRevoked,
            Bytes der) {}

    private static final String ON_RECORD = "SELECT c.serial, n.node_id, n.account, n.role, c.users, c.issued_at,"
            + " c.not_before, c.not_after, r.serial, c.der FROM certificates c JOIN nodes n ON n.node_id = c.node_id"
            + " LEFT JOIN revocations r ON r.serial = c.serial ";

    boolean isOnRecord(BigInteger serial) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT COUNT(*) FROM certificates WHERE serial = ?");
        select.setString(1, serial.toString(16));
        return Sql.count(select) > 0;
    }

    /** Whether a certificate of the node was revoked for another reason than that a later one took its place. */
    boolean isRevoked(NodeId id) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT COUNT(*) FROM revocations r JOIN certificates c"
                + " ON c.serial = r.serial WHERE c.node_id = ? AND r.reason <> 'SUPERSEDED'");
        select.setString(1, id.toString());
        return Sql.count(select) > 0;
    }

    Optional<OnRecord> find(BigInteger serial) throws SQLException {
        PreparedStatement select = statements.prepared(ON_RECORD + "WHERE c.serial = ?");
        select.setString(1, serial.toString(16));
        return Sql.one(select, CertificateTable::onRecord);
    }

    /** What the token was spent on, if it was on that request. */
    Optional<OnRecord> byToken(String tokenHash, String csrHash) throws SQLException {
        PreparedStatement select = statements.prepared(ON_RECORD + "WHERE c.token_hash = ? AND c.csr_hash = ?");
        select.setString(1, tokenHash);
        select.setString(2, csrHash);
        return Sql.one(select, CertificateTable::onRecord);
    }

    /** What the account got for that request without a token, at last. */
    Optional<OnRecord> byAccount(String account, String csrHash) throws SQLException {
        PreparedStatement select = statements.prepared(ON_RECORD
                + "WHERE c.csr_hash = ? AND n.account = ? AND c.token_hash IS NULL AND c.replaces IS NULL"
                + " ORDER BY c.issued_at DESC FETCH FIRST ROW ONLY");
        select.setString(1, csrHash);
        select.setString(2, account);
        return Sql.one(select, CertificateTable::onRecord);
    }

    /**
     * What a certificate was replaced by.
     *
     * @param revoked why, as the store of revocations names it; null: it was not
     * @param wasRenewed itself: so the node has it, and uses it
     */
    record Successor(
            BigInteger serial, String keyHash, @Nullable String revoked, boolean wasRenewed, Bytes der) {}

    /** What the certificate was replaced by, in the order of issue. */
    List<Successor> successors(BigInteger replaced) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT c.serial, c.key_hash, r.reason,"
                + " (SELECT COUNT(*) FROM certificates n WHERE n.replaces = c.serial), c.der FROM certificates c"
                + " LEFT JOIN revocations r ON r.serial = c.serial WHERE c.replaces = ? ORDER BY c.issued_at");
        select.setString(1, replaced.toString(16));
        return Sql.all(
                select,
                row -> new Successor(
                        new BigInteger(row.getString(1), 16),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4) > 0,
                        Bytes.copyOf(row.getBytes(5))));
    }

    /** Certificates of the node that are neither ended nor revoked for good. */
    int living(NodeId id, Instant now) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT COUNT(*) FROM certificates c"
                + " LEFT JOIN revocations r ON r.serial = c.serial WHERE c.node_id = ? AND c.not_after > ?"
                + " AND (r.serial IS NULL OR r.reason = 'CERTIFICATE_HOLD')");
        select.setString(1, id.toString());
        select.setLong(2, now.toEpochMilli());
        return Sql.count(select);
    }

    private static OnRecord onRecord(ResultSet row) throws SQLException {
        return new OnRecord(
                new BigInteger(row.getString(1), 16),
                NodeId.parse(row.getString(2)),
                new Holder(row.getString(3), Role.valueOf(row.getString(4))),
                Sql.users(row.getString(5)),
                Sql.instant(row, 6),
                Sql.instant(row, 7),
                Sql.instant(row, 8),
                row.getString(9) != null,
                Bytes.copyOf(row.getBytes(10)));
    }

    Optional<Holder> holderOf(NodeId id) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT account, role FROM nodes WHERE node_id = ?");
        select.setString(1, id.toString());
        return Sql.one(select, row -> new Holder(row.getString(1), Role.valueOf(row.getString(2))));
    }

    /** Whether the node came after that time. */
    boolean isEnrolledAfter(NodeId id, Instant time) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT 1 FROM nodes WHERE node_id = ? AND enrolled_at > ?");
        select.setString(1, id.toString());
        select.setLong(2, time.toEpochMilli());
        return Sql.exists(select);
    }

    /** The node's last certificate that began before that time. */
    Optional<BigInteger> latest(NodeId id, Instant time) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT serial FROM certificates WHERE node_id = ?"
                + " AND not_before < ? ORDER BY not_before DESC, issued_at DESC FETCH FIRST ROW ONLY");
        select.setString(1, id.toString());
        select.setLong(2, time.toEpochMilli());
        return Sql.one(select, row -> new BigInteger(row.getString(1), 16));
    }

    /** Peers and clients of the account, but for one, that have a certificate that is good, or may be so again. */
    int livingNodes(String account, @Nullable NodeId butFor, Instant now) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT COUNT(*) FROM nodes n WHERE n.account = ?"
                + " AND n.role IN ('PEER', 'CLIENT') AND n.node_id <> ? AND EXISTS (SELECT 1 FROM certificates c"
                + " LEFT JOIN revocations r ON r.serial = c.serial"
                + " WHERE c.node_id = n.node_id AND c.not_after > ?"
                + " AND (r.serial IS NULL OR r.reason = 'CERTIFICATE_HOLD'))");
        select.setString(1, account);
        select.setString(2, butFor == null ? "" : butFor.toString());
        select.setLong(3, now.toEpochMilli());
        return Sql.count(select);
    }

    /** Whether a node other than that, or the server, has had a certificate for the key. */
    boolean isForeignKey(String keyHash, @Nullable NodeId own) throws SQLException {
        PreparedStatement select = statements.prepared(
                "SELECT 1 FROM certificates WHERE key_hash = ? AND (node_id IS NULL OR node_id <> ?)");
        select.setString(1, keyHash);
        select.setString(2, own == null ? "" : own.toString());
        return Sql.exists(select);
    }

    boolean isRevokedKey(String keyHash) throws SQLException {
        PreparedStatement select = statements.prepared(
                "SELECT 1 FROM certificates c JOIN revocations r ON r.serial = c.serial WHERE c.key_hash = ?");
        select.setString(1, keyHash);
        return Sql.exists(select);
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

    /**
     * Where a certificate comes from.
     *
     * @param node whose it is; null: the server's own
     * @param users that it names
     * @param csrHash of the request; null: there was none
     */
    record Origin(
            @Nullable NodeId node,
            List<Party.User> users,
            @Nullable String tokenHash,
            @Nullable String csrHash,
            @Nullable BigInteger replaces) {}

    void add(Issued certificate, Origin origin, Instant now) throws SQLException {
        PreparedStatement insert = statements.prepared("INSERT INTO certificates (serial, node_id, token_hash,"
                + " not_before, not_after, issued_at, der, csr_hash, key_hash, users, replaces)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        NodeId node = origin.node();
        BigInteger replaces = origin.replaces();
        insert.setString(1, certificate.serial().toString(16));
        Sql.set(insert, 2, node == null ? null : node.toString());
        Sql.set(insert, 3, origin.tokenHash());
        insert.setLong(4, certificate.notBefore().toEpochMilli());
        insert.setLong(5, certificate.notAfter().toEpochMilli());
        insert.setLong(6, now.toEpochMilli());
        insert.setBytes(7, certificate.der().toArray());
        Sql.set(insert, 8, origin.csrHash());
        insert.setString(9, certificate.keyHash());
        insert.setString(10, Sql.join(origin.users()));
        Sql.set(insert, 11, replaces == null ? null : replaces.toString(16));
        insert.executeUpdate();
    }
}
