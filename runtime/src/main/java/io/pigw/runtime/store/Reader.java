package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is committed, beside the writer and without waiting for its turn: over one connection of its own, one query after
 * the other. Each statement is for itself, so none sees half of a write, but two of a query may see the times before and after
 * one. Blocks; safe on any thread that may.
 */
public final class Reader implements AutoCloseable {

    private final Database database;
    private @Nullable Connection connection;
    private @Nullable Statements statements;
    private boolean closed;

    Reader(Database database) {
        this.database = database;
    }

    /**
     * Runs a query; after a failure the next one has a new connection.
     *
     * @throws SQLException if the database cannot be read, or this is closed
     */
    public synchronized <T> T read(Write<T> query) throws SQLException {
        if (closed) {
            throw new SQLException("the reader is closed");
        }
        Statements current = statements;
        if (current == null) {
            Connection fresh = database.connection();
            connection = fresh;
            current = new Statements(fresh);
            statements = current;
        }
        try {
            return query.apply(current);
        } catch (SQLException | RuntimeException failed) {
            giveUp();
            throw failed;
        }
    }

    private void giveUp() {
        Connection old = connection;
        connection = null;
        statements = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException broken) {
                // It is given up either way.
            }
        }
    }

    /** Ends after the query under way. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        giveUp();
    }
}
