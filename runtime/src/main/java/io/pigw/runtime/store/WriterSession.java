package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer's connection. On the writer's thread alone. */
final class WriterSession {

    private static final Logger LOG = LoggerFactory.getLogger(WriterSession.class);

    private static final int CHECK_SECONDS = 2;

    private final WriterConnections connections;
    private final Runnable onCommit;
    private @Nullable Connection connection;
    private @Nullable Statements statements;
    private long batch;

    WriterSession(WriterConnections connections, Runnable onCommit) {
        this.connections = connections;
        this.onCommit = onCommit;
    }

    /** The statements of the connection in use; a broken one is replaced. */
    Statements statements() throws SQLException {
        Statements current = statements;
        if (current == null || connection == null || connection.isClosed()) {
            reset();
            Connection fresh = connections.open();
            current = new Statements(fresh);
            connection = fresh;
            statements = current;
        }
        return current;
    }

    /** Notes in the transaction which batch it is. */
    void mark(Statements current) throws SQLException {
        batch++;
        connections.mark(current, batch);
    }

    void commit() throws SQLException {
        if (connection != null) {
            connection.commit();
            onCommit.run();
        }
    }

    /** Whether the batch that was marked last is committed; known after {@link #statements()} gave those of a new connection. */
    boolean hasCommitted() {
        return connections.durable() == batch;
    }

    Optional<Duration> idleCheck() {
        return connections.idleCheck();
    }

    /** Asks the database. Blocks for up to two seconds; to be called between batches. */
    boolean isAlive() {
        try {
            statements();
            if (connection == null || !connection.isValid(CHECK_SECONDS)) {
                return false;
            }
            connection.rollback();
            return true;
        } catch (SQLException | RuntimeException gone) {
            LOG.atDebug().setCause(gone).log("The connection without work is gone");
            return false;
        }
    }

    boolean isLost(Exception failure) {
        return connections.isLost(connection, failure);
    }

    boolean isTaken(Exception failure) {
        return connections.isTaken(failure);
    }

    void rollback() throws SQLException {
        if (connection != null && !connection.isClosed()) {
            connection.rollback();
        }
    }

    /** Gives the connection up. */
    void reset() {
        Connection old = connection;
        connection = null;
        statements = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException broken) {
                LOG.atDebug().setCause(broken).log("A broken connection did not close");
            }
        }
    }

    void close() {
        try {
            rollback();
        } catch (SQLException broken) {
            LOG.atDebug().setCause(broken).log("Rollback at the end failed");
        }
        reset();
    }
}
