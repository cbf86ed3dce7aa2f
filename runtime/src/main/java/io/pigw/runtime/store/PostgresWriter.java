package io.pigw.runtime.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that writes to a schema. It holds an advisory lock for as long as it lives, so what it commits was written by the
 * one process that may. The row of {@code pigw_writer} has a number for each process that took the schema, and the last batch that
 * it committed: a process that comes back after another had the schema is refused, for what it remembers is out of date, and a
 * batch whose commit was cut off is found out about.
 */
final class PostgresWriter implements WriterConnections {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresWriter.class);
    private static final long LOCK_PAUSE_NANOS = 100_000_000;
    private static final String MARK = "UPDATE pigw_writer SET batch = ? WHERE epoch = ?";

    private final PostgresConfig config;
    private final Connections connections;
    private final Patience patience;
    private final long lockKey;
    private @Nullable Connection first;
    private long epoch;
    private long durable;

    PostgresWriter(PostgresConfig config, Connections connections, Patience patience) {
        this.config = config;
        this.connections = connections;
        this.patience = patience;
        this.lockKey = lockKey(config.schema());
    }

    /** Takes the schema's lock; another process may be about to give it up. Blocks. */
    void lock(Duration wait) throws SQLException {
        Connection connection = connections.open();
        first = connection;
        requirePrimary(connection);
        noticeWhenWeAreGone(connection);
        long end = System.nanoTime() + wait.toNanos();
        while (!tryLock(connection)) {
            if (System.nanoTime() >= end) {
                throw inUse();
            }
            PostgresSchema.pause(LOCK_PAUSE_NANOS);
        }
        makeDurable(connection);
    }

    /** Makes this process the one that the schema belongs to. */
    void claim() throws SQLException {
        Connection connection = first;
        if (connection == null) {
            throw new SQLException("the schema is not locked");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS pigw_writer (row_no SMALLINT PRIMARY KEY CHECK (row_no = 1),"
                    + " epoch BIGINT NOT NULL, batch BIGINT NOT NULL) WITH (fillfactor = 10)");
            statement.execute("INSERT INTO pigw_writer VALUES (1, 0, 0) ON CONFLICT DO NOTHING");
            try (ResultSet row =
                    statement.executeQuery("UPDATE pigw_writer SET epoch = epoch + 1, batch = 0 RETURNING epoch")) {
                row.next();
                epoch = row.getLong(1);
            }
        }
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
            boolean locked = tryLock(fresh);
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
        try (PreparedStatement select = connection.prepareStatement("SELECT epoch, batch FROM pigw_writer");
                ResultSet row = select.executeQuery()) {
            if (!row.next() || row.getLong(1) != epoch) {
                throw taken();
            }
            return row.getLong(2);
        }
    }

    @Override
    public void mark(Statements statements, long batch) throws SQLException {
        PreparedStatement mark = statements.prepared(MARK);
        mark.setLong(1, batch);
        mark.setLong(2, epoch);
        if (mark.executeUpdate() != 1) {
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

    private boolean tryLock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            lock.setLong(1, lockKey);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private void requirePrimary(Connection connection) throws SQLException {
        if (setting(connection, "transaction_read_only").equals("on")) {
            throw new SQLException(
                    "the server takes no writes: it is a standby, or read-only", PostgresStates.READ_ONLY);
        }
    }

    /** Else the server keeps the lock for two hours when this host goes down, or is cut off. */
    private static void noticeWhenWeAreGone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
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

    /** Of the lock of a schema. */
    static long lockKey(String schema) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(("pigw " + schema).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Gives connections in auto-commit. */
    @FunctionalInterface
    interface Connections {
        /** A new one. */
        Connection open() throws SQLException;
    }
}
