package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * An open database. Those who opened the same directory share it; it shuts down when the last of them has closed it. Safe on
 * any thread.
 */
public final class Database implements AutoCloseable {

    private final SharedDatabase shared;
    private boolean closed;

    Database(SharedDatabase shared) {
        this.shared = shared;
    }

    /** A connection of one's own, in auto-commit; to be closed. For reading on a thread that may block. */
    public Connection connection() throws SQLException {
        return shared.derby().connect();
    }

    /** The one writer. */
    public BatchWriter writer() {
        return shared.writer();
    }

    /** Gives up this share; the last one drains the writer and shuts the database down. Blocks. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            shared.release();
        }
    }
}
