package io.pigw.runtime.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * How a process has a schema: alone, or as one of several. Either way a session's advisory lock keeps out whoever would be the same, and a row
 * has a number for each process that was, and the last batch that it committed.
 */
sealed interface PostgresClaim permits SoleClaim, MemberClaim {

    /** Takes the lock for as long as the connection lives; false if another process has it. */
    boolean tryLock(Connection connection) throws SQLException;

    /** Waits for what may not go on in two processes at a time while a schema is brought up to date. Blocks. */
    void beginMigration(Connection connection) throws SQLException;

    /** Makes this process the one that is meant; gives its number, greater than that of any before. */
    long take(Connection connection) throws SQLException;

    /** The last batch of the process of that number; empty: there was another since, or this one was shut out. */
    OptionalLong lastBatch(Connection connection, long epoch) throws SQLException;

    /** Notes the batch within its transaction; false as {@link #lastBatch} is empty. */
    boolean mark(Statements statements, long epoch, long batch) throws SQLException;

    /** The key of the lock of that name. */
    static long key(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The key of a schema's lock. */
    static long schemaKey(String schema) {
        return key("pigw " + schema);
    }

    /** Asks for a lock by one of PostgreSQL's functions that say whether they got it. */
    static boolean got(Connection connection, String question, long key) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(question)) {
            lock.setLong(1, key);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
