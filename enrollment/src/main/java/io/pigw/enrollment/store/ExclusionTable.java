package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Application.Holder;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of {@code exclusions}, and what a decision about one has to know. Runs within a transaction of the writer. */
public final class ExclusionTable {

    private final Statements statements;

    /** Within that transaction. */
    public ExclusionTable(Statements statements) {
        this.statements = statements;
    }

    /** What became of a proposal that was taken up. Names are stored. */
    public enum Kind {
        /** The node was excluded. */
        DONE,
        /** It was written down, and nothing else. */
        NOTED
    }

    /** Whose the node is, and in which role. */
    public Optional<Holder> holderOf(NodeId node) throws SQLException {
        return new CertificateTable(statements).holderOf(node);
    }

    /** Whether the certificate is the node's, is on record, and the node's account is not blocked. */
    public boolean isInStanding(BigInteger serial, NodeId node) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT 1 FROM certificates c"
                + " JOIN nodes n ON n.node_id = c.node_id LEFT JOIN accounts a ON a.name = n.account"
                + " LEFT JOIN revocations r ON r.serial = c.serial"
                + " WHERE c.serial = ? AND c.node_id = ? AND a.blocked_at IS NULL AND r.serial IS NULL");
        select.setString(1, serial.toString(16));
        select.setString(2, node.toString());
        return Sql.exists(select);
    }

    /** Whether the node has a certificate that has neither ended nor been taken back, for good or for a while. */
    public boolean isIn(NodeId node, Instant now) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT 1 FROM certificates c"
                + " LEFT JOIN revocations r ON r.serial = c.serial"
                + " WHERE c.node_id = ? AND c.not_after > ? AND r.serial IS NULL");
        select.setString(1, node.toString());
        select.setLong(2, now.toEpochMilli());
        return Sql.exists(select);
    }

    /** When proposals were taken up in that way after that time, the latest first, so many at most. */
    public List<Instant> latestAfter(Instant time, Kind kind, int limit) throws SQLException {
        PreparedStatement select =
                statements.prepared("SELECT decided_at FROM exclusions WHERE decided_at > ? AND outcome = ?"
                        + " ORDER BY decided_at DESC FETCH FIRST ? ROWS ONLY");
        select.setLong(1, time.toEpochMilli());
        select.setString(2, kind.name());
        select.setInt(3, limit);
        return Sql.all(select, row -> Sql.instant(row, 1));
    }

    /** Whether a proposal about the node was written down, and nothing else, after that time. */
    public boolean isNotedAfter(NodeId node, Instant time) throws SQLException {
        PreparedStatement select = statements.prepared(
                "SELECT 1 FROM exclusions WHERE node_id = ? AND decided_at > ? AND outcome = 'NOTED'");
        select.setString(1, node.toString());
        select.setLong(2, time.toEpochMilli());
        return Sql.exists(select);
    }

    /** Whether a node of the account was excluded after that time. */
    boolean isExcludedAfter(String account, Instant time) throws SQLException {
        PreparedStatement select = statements.prepared(
                "SELECT 1 FROM exclusions WHERE account = ? AND decided_at > ? AND outcome = 'DONE'");
        select.setString(1, account);
        select.setLong(2, time.toEpochMilli());
        return Sql.exists(select);
    }

    /** Puts a proposal that is taken up on record. */
    public void add(NodeId node, String account, NodeId proposer, Kind kind, Instant now) throws SQLException {
        PreparedStatement insert = statements.prepared(
                "INSERT INTO exclusions (node_id, decided_at, account, proposer, outcome) VALUES (?, ?, ?, ?, ?)");
        insert.setString(1, node.toString());
        insert.setLong(2, now.toEpochMilli());
        insert.setString(3, account);
        insert.setString(4, proposer.toString());
        insert.setString(5, kind.name());
        insert.executeUpdate();
    }
}
