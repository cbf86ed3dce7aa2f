package io.pigw.enrollment.publish;

import io.pigw.enrollment.policy.NodeIds;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The server's own node ID: drawn once, and then a node's like any other, so that nobody else gets it. */
final class MessengerIds {

    /** An account of no person. */
    private static final String ACCOUNT = "(enrollment server)";

    private final BatchWriter writer;

    MessengerIds(BatchWriter writer) {
        this.writer = writer;
    }

    /** The ID; fails if there is none left in the ring. */
    CompletableFuture<NodeId> ours(NodeIds ids, Instant now) {
        return writer.submit(Runnable::run, statements -> {
            Optional<NodeId> known = known(statements);
            if (known.isPresent()) {
                return known.get();
            }
            NodeId drawn = ids.draw(candidate -> isTaken(statements, candidate))
                    .orElseThrow(() -> new SQLException("the ring has no free node ID for the server itself"));
            PreparedStatement insert =
                    statements.prepared("INSERT INTO nodes (node_id, account, role, enrolled_at) VALUES (?, ?, ?, ?)");
            insert.setString(1, drawn.toString());
            insert.setString(2, ACCOUNT);
            insert.setString(3, Role.ENROLLMENT.name());
            insert.setLong(4, now.toEpochMilli());
            insert.executeUpdate();
            return drawn;
        });
    }

    private static Optional<NodeId> known(Statements statements) throws SQLException {
        PreparedStatement select = statements.prepared("SELECT node_id FROM nodes WHERE role = ?");
        select.setString(1, Role.ENROLLMENT.name());
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(NodeId.parse(row.getString(1))) : Optional.empty();
        }
    }

    private static boolean isTaken(Statements statements, NodeId candidate) {
        try {
            return exists(statements, "SELECT 1 FROM nodes WHERE node_id = ?", candidate)
                    || exists(statements, "SELECT 1 FROM tokens WHERE fixed_id = ? AND used_at IS NULL", candidate);
        } catch (SQLException e) {
            throw new IllegalStateException("the store cannot be read", e);
        }
    }

    private static boolean exists(Statements statements, String sql, NodeId id) throws SQLException {
        PreparedStatement select = statements.prepared(sql);
        select.setString(1, id.toString());
        try (ResultSet row = select.executeQuery()) {
            return row.next();
        }
    }
}
