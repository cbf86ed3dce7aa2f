package io.pigw.runtime.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/** The schema is one process's alone. */
record SoleClaim(String schema) implements PostgresClaim {

    private static final String MARK = "UPDATE pigw_writer SET batch = ? WHERE epoch = ?";

    @Override
    public boolean tryLock(Connection connection) throws SQLException {
        return PostgresClaim.got(connection, "SELECT pg_try_advisory_lock(?)", PostgresClaim.schemaKey(schema));
    }

    @Override
    public void beginMigration(Connection connection) {
        // Nobody else has the schema.
    }

    @Override
    public long take(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS pigw_writer (row_no SMALLINT PRIMARY KEY CHECK (row_no = 1),"
                    + " epoch BIGINT NOT NULL, batch BIGINT NOT NULL) WITH (fillfactor = 10)");
            statement.execute("INSERT INTO pigw_writer VALUES (1, 0, 0) ON CONFLICT DO NOTHING");
            try (ResultSet row =
                    statement.executeQuery("UPDATE pigw_writer SET epoch = epoch + 1, batch = 0 RETURNING epoch")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public OptionalLong lastBatch(Connection connection, long epoch) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT epoch, batch FROM pigw_writer");
                ResultSet row = select.executeQuery()) {
            return row.next() && row.getLong(1) == epoch ? OptionalLong.of(row.getLong(2)) : OptionalLong.empty();
        }
    }

    @Override
    public boolean mark(Statements statements, long epoch, long batch) throws SQLException {
        PreparedStatement mark = statements.prepared(MARK);
        mark.setLong(1, batch);
        mark.setLong(2, epoch);
        return mark.executeUpdate() == 1;
    }
}
