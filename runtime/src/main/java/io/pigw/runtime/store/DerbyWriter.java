package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connection that writes to a Derby database. Where its log cannot be written, on a full disk as it may be, Derby ends all
 * connections; whether what was being committed is in the log shows when the database is opened again. So each batch leaves its
 * number in the table {@code pigw_writer}. A database that Derby opened again while the disk was still full may miss tables that are on
 * disk, for as long as it is open: one that a new connection fails on is shut down, so that the next one opens it anew.
 */
final class DerbyWriter implements WriterConnections {

    private static final String TABLE =
            "CREATE TABLE pigw_writer (row_no SMALLINT NOT NULL PRIMARY KEY, batch BIGINT NOT NULL)";
    private static final String TABLE_EXISTS = "X0Y32";
    private static final String MARK = "UPDATE pigw_writer SET batch = ? WHERE row_no = 1";

    private final Connections connections;
    private final Runnable shutDown;
    private boolean began;
    private long durable;

    /** Gives connections in auto-commit. */
    @FunctionalInterface
    interface Connections {
        /** A new one. */
        Connection open() throws SQLException;
    }

    /** @param shutDown ends the database and all its connections; the next connection opens it */
    DerbyWriter(Connections connections, Runnable shutDown) {
        this.connections = connections;
        this.shutDown = shutDown;
    }

    @Override
    public Connection open() throws SQLException {
        try {
            return begun(connections.open());
        } catch (SQLException | RuntimeException unusable) {
            shutDown.run();
            throw unusable;
        }
    }

    private Connection begun(Connection fresh) throws SQLException {
        try {
            if (began) {
                durable = lastBatch(fresh);
            } else {
                begin(fresh);
                began = true;
            }
            fresh.setAutoCommit(false);
            return fresh;
        } catch (SQLException | RuntimeException refused) {
            fresh.close();
            throw refused;
        }
    }

    /** No batch of this process is there yet. */
    private static void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            makeTable(statement);
            if (statement.executeUpdate("UPDATE pigw_writer SET batch = 0 WHERE row_no = 1") == 0) {
                statement.executeUpdate("INSERT INTO pigw_writer VALUES (1, 0)");
            }
        }
    }

    private static void makeTable(Statement statement) throws SQLException {
        try {
            statement.executeUpdate(TABLE);
        } catch (SQLException failure) {
            if (!SqlStates.any(failure, TABLE_EXISTS::equals)) {
                throw failure;
            }
        }
    }

    private static long lastBatch(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT batch FROM pigw_writer WHERE row_no = 1");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the number of the last batch is gone");
            }
            return row.getLong(1);
        }
    }

    @Override
    public void mark(Statements statements, long batch) throws SQLException {
        PreparedStatement mark = statements.prepared(MARK);
        mark.setLong(1, batch);
        mark.executeUpdate();
    }

    @Override
    public long durable() {
        return durable;
    }

    /** It is in this process. */
    @Override
    public Optional<Duration> idleCheck() {
        return Optional.empty();
    }

    @Override
    public boolean isLost(@Nullable Connection connection, Exception failure) {
        return DerbyStates.isLost(connection, failure);
    }
}
