package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is committed, beside the writer and without waiting for its turn: over one connection of its own, one query after
 * the other. Each statement is for itself, so none sees half of a write, but two of a query may see the times before and after
 * one. Blocks; safe on any thread that may.
 */
public final class Reader implements AutoCloseable {

    private final Engine engine;
    private @Nullable Connection connection;
    private @Nullable Statements statements;
    private boolean closed;

    Reader(Engine engine) {
        this.engine = engine;
    }

    /**
     * Runs a query; after a failure the next one has a new connection. One that finds its connection gone runs a second time.
     *
     * @throws SQLException if the database cannot be read, or this is closed
     */
    public synchronized <T> T read(Write<T> query) throws SQLException {
        if (closed) {
            throw new SQLException("the reader is closed");
        }
        Connection used = connection;
        if (used == null) {
            return readAnew(query);
        }
        try {
            return query.apply(requireStatements());
        } catch (SQLException | RuntimeException failed) {
            boolean lost = engine.isLost(used, failed);
            giveUp();
            if (lost) {
                return readAnew(query);
            }
            throw failed;
        }
    }

    private <T> T readAnew(Write<T> query) throws SQLException {
        Connection fresh = engine.keep();
        connection = fresh;
        statements = new Statements(fresh);
        try {
            return query.apply(requireStatements());
        } catch (SQLException | RuntimeException failed) {
            giveUp();
            throw failed;
        }
    }

    private Statements requireStatements() {
        return Objects.requireNonNull(statements);
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
