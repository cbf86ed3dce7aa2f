package io.pigw.csp.locate;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Statements;
import io.pigw.runtime.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The table of locations. */
public final class DatabaseLocationStore implements LocationStore {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseLocationStore.class);

    private final Database database;
    private final String owner;
    private final Executor completesOn;

    /**
     * Of one CSP.
     *
     * @param completesOn the CSP's loop
     */
    public DatabaseLocationStore(Database database, NodeId owner, Executor completesOn) {
        this.database = database;
        this.owner = owner.toString();
        this.completesOn = completesOn;
    }

    @Override
    public List<Known> load(Instant now, int max) {
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT peer_id, host, port, good_until FROM location WHERE node_id = ? AND good_until > ?")) {
            select.setString(1, owner);
            select.setLong(2, now.toEpochMilli());
            select.setMaxRows(max);
            List<Known> known = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    known.add(new Known(
                            new NodeContact(
                                    NodeId.parse(rows.getString(1)), new HostPort(rows.getString(2), rows.getInt(3))),
                            Instant.ofEpochMilli(rows.getLong(4))));
                }
            }
            return known;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the locations", e);
        }
    }

    @Override
    public void save(Known known) {
        CompletableFuture<?> _ = database.writer()
                .submit(completesOn, statements -> write(statements, known))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.atLevel(StoreUnavailableException.isWhy(failure) ? Level.DEBUG : Level.WARN)
                                .setCause(failure)
                                .addKeyValue("csp", owner)
                                .log("location not stored");
                    }
                });
    }

    private int write(Statements statements, Known known) throws SQLException {
        PreparedStatement update = statements.prepared(
                "UPDATE location SET host = ?, port = ?, good_until = ? WHERE node_id = ? AND peer_id = ?");
        set(update, known);
        if (update.executeUpdate() > 0) {
            return 1;
        }
        PreparedStatement insert = statements.prepared(
                "INSERT INTO location (host, port, good_until, node_id, peer_id) VALUES (?, ?, ?, ?, ?)");
        set(insert, known);
        return insert.executeUpdate();
    }

    private void set(PreparedStatement statement, Known known) throws SQLException {
        statement.setString(1, known.contact().address().host());
        statement.setInt(2, known.contact().address().port());
        statement.setLong(3, known.goodUntil().toEpochMilli());
        statement.setString(4, owner);
        statement.setString(5, known.contact().id().toString());
    }
}
