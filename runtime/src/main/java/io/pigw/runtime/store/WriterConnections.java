package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives the writer its connection, one at a time. On the writer's thread alone. */
interface WriterConnections {

    /** A new one, without auto-commit; nobody else writes while it is there. */
    Connection open() throws SQLException;

    /** Notes within the transaction that it is the batch of that number, such that {@link #durable} tells of it. */
    void mark(Statements statements, long batch) throws SQLException;

    /** The number of the last batch that is committed, as of the last {@link #open}. */
    long durable();

    /** How often a connection without work is asked whether it is still there; empty: never. */
    Optional<Duration> idleCheck();

    /**
     * Whether the failure means that the connection is gone, and not just one statement wrong.
     *
     * @param connection null if none could be opened
     */
    boolean isLost(@Nullable Connection connection, Exception failure);

    /** Whether the failure of {@link #open} means that the database belongs to another process: no later try is any better. */
    default boolean isTaken(Exception failure) {
        return false;
    }
}
