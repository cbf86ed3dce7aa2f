package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/**
 * The schema is shared by several processes, each of a name of its own. The row of a process has the end of its lease too, by the
 * database's clock: each batch moves it on, and whoever finds it over shuts the process out by counting its number up ({@link Members}). A
 * process that has the schema alone and one that shares it keep each other out.
 *
 * @param member the process's name among those that share the schema, 1 to 64 characters
 */
record MemberClaim(String schema, String member) implements PostgresClaim {

    private static final int MAX_NAME = 64;
    private static final String MARK = "UPDATE pigw_member SET batch = ?, until_at = CASE until_at"
            + " WHEN '-infinity' THEN until_at ELSE clock_timestamp() + INTERVAL '" + Members.LEASE.toSeconds()
            + " s' END WHERE name = ? AND epoch = ?";

    /** Checks the name. */
    MemberClaim {
        if (member.isEmpty() || member.length() > MAX_NAME) {
            throw new IllegalArgumentException("a name among those that share a schema has 1 to 64 characters");
        }
    }

    /** The key of a member's lock. */
    static long key(String schema, String member) {
        return PostgresClaim.key("pigw " + schema + " member " + member);
    }

    @Override
    public boolean tryLock(Connection connection) throws SQLException {
        return PostgresClaim.got(connection, "SELECT pg_try_advisory_lock_shared(?)", PostgresClaim.schemaKey(schema))
                && PostgresClaim.got(connection, "SELECT pg_try_advisory_lock(?)", key(schema, member));
    }

    @Override
    public void beginMigration(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_lock(?)")) {
            lock.setLong(1, migrationKey());
            lock.execute();
        }
    }

    @Override
    public long take(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS pigw_member (name VARCHAR(64) COLLATE \"C\" PRIMARY KEY,"
                    + " epoch BIGINT NOT NULL, batch BIGINT NOT NULL, until_at TIMESTAMPTZ NOT NULL)"
                    + " WITH (fillfactor = 10)");
        }
        try (PreparedStatement unlock = connection.prepareStatement("SELECT pg_advisory_unlock(?)")) {
            unlock.setLong(1, migrationKey());
            unlock.execute();
        }
        try (PreparedStatement take = connection.prepareStatement("INSERT INTO pigw_member VALUES (?, 1, 0,"
                + " clock_timestamp() + INTERVAL '" + Members.TO_START.toSeconds() + " s')"
                + " ON CONFLICT (name) DO UPDATE SET epoch = pigw_member.epoch + 1, batch = 0, until_at = EXCLUDED.until_at"
                + " RETURNING epoch")) {
            take.setString(1, member);
            try (ResultSet row = take.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public OptionalLong lastBatch(Connection connection, long epoch) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT batch FROM pigw_member WHERE name = ? AND epoch = ?")) {
            select.setString(1, member);
            select.setLong(2, epoch);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    @Override
    public boolean mark(Statements statements, long epoch, long batch) throws SQLException {
        PreparedStatement mark = statements.prepared(MARK);
        mark.setLong(1, batch);
        mark.setString(2, member);
        mark.setLong(3, epoch);
        return mark.executeUpdate() == 1;
    }

    private long migrationKey() {
        return PostgresClaim.key("pigw " + schema + " migration");
    }
}
