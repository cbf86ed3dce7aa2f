package io.pigw.gateway.forward;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of CSPs. */
public final class DatabaseCspStore implements CspStore {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseCspStore.class);
    private static final String UP = "up";
    private static final String DOWN = "down";
    private static final String UPDATE =
            "UPDATE csp SET host = ?, port = ?, state = ?, since = ? WHERE id = ? AND gateway = ?";
    private static final String INSERT =
            "INSERT INTO csp (host, port, state, since, id, gateway) VALUES (?, ?, ?, ?, ?, ?)";

    private final Database database;
    private final String gateway;

    /** Over a database with the gateway's tables. */
    public DatabaseCspStore(Database database) {
        this(database, "");
    }

    /**
     * Over a database that other gateways use too.
     *
     * @param gateway its name among them, at most 39 characters
     */
    public DatabaseCspStore(Database database, String gateway) {
        this.database = database;
        this.gateway = gateway;
    }

    @Override
    public List<CspState> load() throws IOException {
        List<CspState> states = new ArrayList<>();
        try (Connection connection = database.connection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT id, host, port, state, since FROM csp WHERE gateway = ?")) {
            select.setString(1, gateway);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    states.add(state(rows));
                }
            }
        } catch (SQLException e) {
            throw new IOException("the table of CSPs cannot be read", e);
        }
        return List.copyOf(states);
    }

    private static CspState state(ResultSet rows) throws SQLException {
        return new CspState(
                new NodeContact(
                        NodeId.parse(rows.getString("id")), new HostPort(rows.getString("host"), rows.getInt("port"))),
                rows.getString("state").equals(UP),
                Instant.ofEpochMilli(rows.getLong("since")));
    }

    @Override
    public void save(CspState state) {
        var _ = database.writer()
                .submit(Runnable::run, statements -> {
                    if (write(statements.prepared(UPDATE), state) == 0) {
                        write(statements.prepared(INSERT), state);
                    }
                    return true;
                })
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.atWarn()
                                .setCause(failure)
                                .addKeyValue("csp", state.contact())
                                .log("CSP was not recorded");
                    }
                });
    }

    private int write(PreparedStatement statement, CspState state) throws SQLException {
        statement.setString(1, state.contact().address().host());
        statement.setInt(2, state.contact().address().port());
        statement.setString(3, state.up() ? UP : DOWN);
        statement.setLong(4, state.since().toEpochMilli());
        statement.setString(5, state.contact().id().toString());
        statement.setString(6, gateway);
        return statement.executeUpdate();
    }
}
