package io.pigw.runtime.pings;

import io.pigw.overlay.ping.PingMarkStore;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.LogPace;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Statements;
import io.pigw.runtime.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The table {@code ping_mark} of the service's schema. */
public final class DatabasePingMarkStore implements PingMarkStore {

    private static final Logger LOG = LoggerFactory.getLogger(DatabasePingMarkStore.class);

    private final Database database;
    private final String owner;
    private final Executor completesOn;
    private final LogPace pace = new LogPace();

    /**
     * Of one node.
     *
     * @param completesOn the node's loop
     */
    public DatabasePingMarkStore(Database database, NodeId owner, Executor completesOn) {
        this.database = database;
        this.owner = owner.toString();
        this.completesOn = completesOn;
    }

    @Override
    public Map<NodeId, Instant> load() {
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT signer_id, signed_until FROM ping_mark WHERE node_id = ?")) {
            select.setString(1, owner);
            Map<NodeId, Instant> marks = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    marks.put(NodeId.parse(rows.getString(1)), Instant.ofEpochMilli(rows.getLong(2)));
                }
            }
            return marks;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read up to when pings were taken", e);
        }
    }

    @Override
    public void save(Map<NodeId, Instant> changed, Set<NodeId> forgotten, Consumer<Boolean> then) {
        Map<NodeId, Instant> marks = Map.copyOf(changed);
        Set<NodeId> gone = Set.copyOf(forgotten);
        CompletableFuture<?> _ = database.writer()
                .submit(completesOn, statements -> write(statements, marks, gone))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        log(failure);
                    }
                    then.accept(failure == null);
                });
    }

    /** Whatever brings pings brings failures. */
    private void log(Throwable failure) {
        int heldBack = pace.mayLog(System.nanoTime());
        if (heldBack >= 0) {
            LOG.atLevel(StoreUnavailableException.isWhy(failure) ? Level.DEBUG : Level.WARN)
                    .setCause(failure)
                    .addKeyValue("node", owner)
                    .addKeyValue("notLogged", heldBack)
                    .log("pings are refused, for it cannot be written down that they came; see that the database"
                            + " can be written");
        }
    }

    private int write(Statements statements, Map<NodeId, Instant> changed, Set<NodeId> forgotten) throws SQLException {
        for (NodeId signer : forgotten) {
            PreparedStatement delete = statements.prepared("DELETE FROM ping_mark WHERE node_id = ? AND signer_id = ?");
            delete.setString(1, owner);
            delete.setString(2, signer.toString());
            delete.executeUpdate();
        }
        for (Map.Entry<NodeId, Instant> mark : changed.entrySet()) {
            write(statements, mark.getKey().toString(), mark.getValue().toEpochMilli());
        }
        return changed.size();
    }

    private void write(Statements statements, String signer, long signedUntil) throws SQLException {
        PreparedStatement update =
                statements.prepared("UPDATE ping_mark SET signed_until = ? WHERE node_id = ? AND signer_id = ?");
        update.setLong(1, signedUntil);
        update.setString(2, owner);
        update.setString(3, signer);
        if (update.executeUpdate() == 0) {
            PreparedStatement insert =
                    statements.prepared("INSERT INTO ping_mark (signed_until, node_id, signer_id) VALUES (?, ?, ?)");
            insert.setLong(1, signedUntil);
            insert.setString(2, owner);
            insert.setString(3, signer);
            insert.executeUpdate();
        }
    }
}
