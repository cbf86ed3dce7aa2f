package io.pigw.csp.relay;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.StoreUnavailableException;
import io.pigw.runtime.store.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The table of relayed messages. */
public final class DatabaseRelayedStore implements RelayedStore {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseRelayedStore.class);

    private final Database database;
    private final String owner;
    private final Executor completesOn;

    /**
     * Of one CSP.
     *
     * @param completesOn the CSP's loop
     */
    public DatabaseRelayedStore(Database database, NodeId owner, Executor completesOn) {
        this.database = database;
        this.owner = owner.toString();
        this.completesOn = completesOn;
    }

    @Override
    public List<Relayed> load(Instant now, int max) {
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement("SELECT originator, call_id, kept_until"
                        + " FROM relayed_message WHERE node_id = ? AND kept_until > ? ORDER BY kept_until DESC")) {
            select.setString(1, owner);
            select.setLong(2, now.toEpochMilli());
            select.setMaxRows(max);
            List<Relayed> newestFirst = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    newestFirst.add(new Relayed(
                            NodeId.parse(rows.getString(1)),
                            new CallId(rows.getString(2)),
                            Instant.ofEpochMilli(rows.getLong(3))));
                }
            }
            Collections.reverse(newestFirst);
            return newestFirst;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the relayed messages", e);
        }
    }

    @Override
    public void save(Relayed relayed) {
        submit(statements -> {
            PreparedStatement insert = statements.prepared(
                    "INSERT INTO relayed_message (node_id, originator, call_id, kept_until) VALUES (?, ?, ?, ?)");
            insert.setString(1, owner);
            insert.setString(2, relayed.originator().toString());
            insert.setString(3, relayed.callId().value());
            insert.setLong(4, relayed.keptUntil().toEpochMilli());
            return insert.executeUpdate();
        });
    }

    @Override
    public void forget(Instant now) {
        submit(statements -> {
            PreparedStatement delete =
                    statements.prepared("DELETE FROM relayed_message WHERE node_id = ? AND kept_until <= ?");
            delete.setString(1, owner);
            delete.setLong(2, now.toEpochMilli());
            return delete.executeUpdate();
        });
    }

    private void submit(Write<Integer> write) {
        CompletableFuture<?> _ = database.writer().submit(completesOn, write).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.atLevel(StoreUnavailableException.isWhy(failure) ? Level.DEBUG : Level.WARN)
                        .setCause(failure)
                        .addKeyValue("csp", owner)
                        .log("relayed messages not stored");
            }
        });
    }
}
