package io.pigw.runtime.store;

import java.nio.file.Path;
import java.sql.CallableStatement;
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

    /**
     * Copies the database into a new folder while others read and write: all that was committed when this began is in it, and of
     * what is committed meanwhile nothing or a beginning. The copy opens as any other database. Blocks.
     *
     * @param parent an existing folder that gets the copy
     * @return the copy's folder in {@code parent}, of the same name as the database's
     */
    public Path copyInto(Path parent) throws SQLException {
        try (Connection connection = connection();
                CallableStatement backup = connection.prepareCall("CALL SYSCS_UTIL.SYSCS_BACKUP_DATABASE(?)")) {
            backup.setString(1, parent.toAbsolutePath().toString());
            backup.execute();
        }
        return parent.resolve(shared.derby().directory().getFileName());
    }

    /** Reads beside the writer, over a connection of its own; to be closed before the database. */
    public Reader reader() {
        return new Reader(this);
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
