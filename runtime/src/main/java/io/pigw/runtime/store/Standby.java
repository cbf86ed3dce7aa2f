package io.pigw.runtime.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Reads a schema of PostgreSQL while another process has it open, and sees whether that one has given it up. Over one connection, one
 * query after the other. Blocks; safe on any thread that may.
 */
public final class Standby implements AutoCloseable {

    private final Reader reader;
    private final long lockKey;

    Standby(PostgresSchema schema, PostgresConfig config) {
        this.reader = new Reader(schema);
        this.lockKey = PostgresClaim.schemaKey(config.schema());
    }

    /**
     * As {@link Reader#read}: what is committed.
     *
     * @throws SQLException if the server is not reached, or the schema is not there yet
     */
    public <T> T read(Write<T> query) throws SQLException {
        return reader.read(query);
    }

    /** Whether no process has the schema. It may be another's when this returns: {@link Databases#openIfFree} tells. */
    public boolean isFree() throws SQLException {
        return reader.read(statements -> {
            boolean free = is(statements.prepared("SELECT pg_try_advisory_lock(?)"));
            if (free) {
                var _ = is(statements.prepared("SELECT pg_advisory_unlock(?)"));
            }
            return free;
        });
    }

    private boolean is(PreparedStatement question) throws SQLException {
        question.setLong(1, lockKey);
        try (ResultSet row = question.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Ends after the query under way. Idempotent. */
    @Override
    public void close() {
        reader.close();
    }
}
