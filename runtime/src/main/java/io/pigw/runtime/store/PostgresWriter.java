package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that writes to a schema. It holds an advisory lock for as long as it lives, so what it commits was written by the
 * process that may. A row has a number for each process that took the schema, or this place among those that share it, and the last batch
 * that it committed: a process that comes back after another had its place is refused, for what it remembers is out of date, and a
 * batch whose commit was cut off is found out about.
 */
final class PostgresWriter implements WriterConnections {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresWriter.class);
    private static final long LOCK_PAUSE_NANOS = 100_000_000;

    private final PostgresConfig config;
    private final Connections connections;
    private final Patience patience;
    private final PostgresClaim claim;
    private @Nullable Connection first;
    private long epoch;
    private long durable;

    PostgresWriter(PostgresConfig config, PostgresClaim claim, Connections connections, Patience patience) {
        this.config = config;
        this.connections = connections;
        this.patience = patience;
        this.claim = claim;
    }

    /** Takes the schema's lock; another process may be about to give it up. Blocks. */
    void lock(Duration wait) throws SQLException {
        Connection connection = connections.open();
        first = connection;
        requirePrimary(connection);
        noticeWhenWeAreGone(connection);
        long end = System.nanoTime() + wait.toNanos();
        while (!claim.tryLock(connection)) {
            if (System.nanoTime() >= end) {
                throw inUse();
            }
            PostgresSchema.pause(LOCK_PAUSE_NANOS);
        }
        makeDurable(connection);
        claim.beginMigration(connection);
    }

    /** Makes this process the one whose batches count. */
    void claim() throws SQLException {
        Connection connection = first;
        if (connection == null) {
            throw new SQLException("the schema is not locked");
        }
        epoch = claim.take(connection);
        connection.setAutoCommit(false);
    }

    @Override
    public Connection open() throws SQLException {
        Connection locked = first;
        first = null;
        return locked == null ? again() : locked;
    }

    private Connection again() throws SQLException {
        Connection fresh = connections.open();
        try {
            requirePrimary(fresh);
            noticeWhenWeAreGone(fresh);
            boolean locked = claim.tryLock(fresh);
            long last = lastBatch(fresh);
            if (!locked) {
                throw inUse();
            }
            makeDurable(fresh);
            durable = last;
            fresh.setAutoCommit(false);
            return fresh;
        } catch (SQLException | RuntimeException refused) {
            fresh.close();
            throw refused;
        }
    }

    /** Of this process; whether there was another since is to be seen without the lock too, for that one may hold it. */
    private long lastBatch(Connection connection) throws SQLException {
        OptionalLong batch = claim.lastBatch(connection, epoch);
        if (batch.isEmpty()) {
            throw taken();
        }
        return batch.getAsLong();
    }

    @Override
    public void mark(Statements statements, long batch) throws SQLException {
        if (!claim.mark(statements, epoch, batch)) {
            throw taken();
        }
    }

    @Override
    public long durable() {
        return durable;
    }

    @Override
    public Optional<Duration> idleCheck() {
        return Optional.of(patience.idleCheck());
    }

    @Override
    public boolean isLost(@Nullable Connection connection, Exception failure) {
        return PostgresStates.isLost(connection, failure);
    }

    @Override
    public boolean isTaken(Exception failure) {
        return PostgresStates.isTaken(failure);
    }

    /** Gives up a lock that no writer has taken over. */
    void close() {
        Connection locked = first;
        first = null;
        if (locked != null) {
            try {
                locked.close();
            } catch (SQLException broken) {
                LOG.atDebug().setCause(broken).log("A connection did not close");
            }
        }
    }

    private void requirePrimary(Connection connection) throws SQLException {
        if (setting(connection, "transaction_read_only").equals("on")) {
            throw new SQLException(
                    "the server takes no writes: it is a standby, or read-only", PostgresStates.READ_ONLY);
        }
    }

    /**
     * Else the server keeps the lock for two hours when this host goes down, or is cut off; and what a process that hangs in the middle of a
     * batch has locked, for as long as it hangs.
     */
    private static void noticeWhenWeAreGone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET idle_in_transaction_session_timeout = '3s'");
            statement.execute("SET tcp_keepalives_idle = 10");
            statement.execute("SET tcp_keepalives_interval = 5");
            statement.execute("SET tcp_keepalives_count = 3");
        }
    }

    private void makeDurable(Connection connection) throws SQLException {
        if (setting(connection, "synchronous_commit").equals("off")) {
            LOG.atWarn()
                    .addKeyValue("database", config.place())
                    .log(
                            "synchronous_commit is off; it is switched on for this service, which answers for what it accepts");
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET synchronous_commit = on");
            }
        }
        if (setting(connection, "fsync").equals("off")) {
            LOG.atWarn()
                    .addKeyValue("database", config.place())
                    .log("fsync is off: what was accepted is lost when the database's host goes down");
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private SQLException inUse() {
        return new SQLException("another process has it open", PostgresStates.IN_USE);
    }

    private SQLException taken() {
        return new SQLException(
                "another process has taken " + config.place() + ": what this one remembers is out of date",
                PostgresStates.TAKEN);
    }

    /** Gives connections in auto-commit. */
    @FunctionalInterface
    interface Connections {
        /** A new one. */
        Connection open() throws SQLException;
    }
}
