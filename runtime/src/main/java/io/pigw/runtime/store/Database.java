package io.pigw.runtime.store;

import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * An open database. Those who opened the same one share it; it shuts down when the last of them has closed it. Safe on
 * any thread.
 */
public final class Database implements AutoCloseable {

    private final SharedDatabase shared;
    private boolean closed;

    Database(SharedDatabase shared) {
        this.shared = shared;
    }

    /** A connection of one's own for a short while, in auto-commit; to be closed. For reading on a thread that may block. */
    public Connection connection() throws SQLException {
        return shared.engine().connect();
    }

    /** Whether it is in this process, and {@link #copyInto} copies it; else whoever runs the server backs it up. */
    public boolean isEmbedded() {
        return shared.engine() instanceof DerbyDirectory;
    }

    /**
     * Copies the database into a new folder while others read and write: all that was committed when this began is in it, and of
     * what is committed meanwhile nothing or a beginning. The copy opens as any other database. Blocks.
     *
     * @param parent an existing folder that gets the copy
     * @return the copy's folder in {@code parent}, of the same name as the database's
     * @throws UnsupportedOperationException if it is not embedded
     */
    public Path copyInto(Path parent) throws SQLException {
        if (!(shared.engine() instanceof DerbyDirectory derby)) {
            throw new UnsupportedOperationException("a database of a server is copied by the server's own means");
        }
        try (Connection connection = connection();
                CallableStatement backup = connection.prepareCall("CALL SYSCS_UTIL.SYSCS_BACKUP_DATABASE(?)")) {
            backup.setString(1, parent.toAbsolutePath().toString());
            backup.execute();
        }
        return parent.resolve(derby.directory().getFileName());
    }

    /** Reads beside the writer, over a connection of its own; to be closed before the database. */
    public Reader reader() {
        return new Reader(shared.engine());
    }

    /** The processes that share it; empty: it is this one's alone. */
    public Optional<Members> members() {
        return shared.engine() instanceof PostgresSchema schema ? schema.members() : Optional.empty();
    }

    /** Why it cannot be used just now; empty: it can, as far as is known. */
    public Optional<String> problem() {
        return shared.writer()
                .taken()
                .or(() -> shared.writer().isDown()
                        ? Optional.of("the database " + shared.engine().name() + " cannot be reached")
                        : Optional.empty());
    }

    /** Whether its disk has less room than {@code store.keepFree}: take no new messages. Any thread, a loop too. */
    public boolean isDiskLow() {
        return shared.disk().isLow();
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
