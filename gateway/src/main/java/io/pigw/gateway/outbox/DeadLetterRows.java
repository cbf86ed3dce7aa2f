package io.pigw.gateway.outbox;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements on the table {@code dead_letter}. On the writer's thread. */
final class DeadLetterRows {

    private static final String INSERT = """
            INSERT INTO dead_letter (id, dedupe_key, answer, ending, reason, attempts, uncertain, accepted_at, ended_at, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String COLUMNS =
            "SELECT id, dedupe_key, answer, ending, reason, attempts, uncertain, accepted_at, ended_at, payload FROM dead_letter ";
    private static final String PAGE = COLUMNS + "WHERE id > ? ORDER BY id FETCH FIRST ? ROWS ONLY";
    private static final String ONE = COLUMNS + "WHERE id = ?";
    private static final String DELETE = "DELETE FROM dead_letter WHERE id = ?";
    private static final String DELETE_OLD = "DELETE FROM dead_letter WHERE ended_at < ?";
    private static final String COUNT = "SELECT COUNT(*) FROM dead_letter";
    private static final String OLDEST = "SELECT id FROM dead_letter ORDER BY id FETCH FIRST ? ROWS ONLY";

    private DeadLetterRows() {}

    static void insert(Statements statements, DeadLetter letter, byte[] payload) throws SQLException {
        PreparedStatement insert = statements.prepared(INSERT);
        insert.setLong(1, letter.id());
        insert.setBytes(2, letter.key().sha256().toArray());
        insert.setInt(3, letter.answer());
        insert.setInt(4, letter.ending().code());
        insert.setString(5, letter.reason());
        insert.setInt(6, letter.attempts());
        insert.setBoolean(7, letter.uncertain());
        insert.setLong(8, letter.acceptedAt().toEpochMilli());
        insert.setLong(9, letter.endedAt().toEpochMilli());
        insert.setBytes(10, payload);
        insert.executeUpdate();
    }

    static List<DeadLetter> page(Statements statements, PayloadCodec codec, long after, int max) throws SQLException {
        PreparedStatement select = statements.prepared(PAGE);
        select.setLong(1, after);
        select.setInt(2, max);
        return read(select, codec);
    }

    static Optional<DeadLetter> find(Statements statements, PayloadCodec codec, long id) throws SQLException {
        PreparedStatement select = statements.prepared(ONE);
        select.setLong(1, id);
        return read(select, codec).stream().findFirst();
    }

    /** False if there was none. */
    static boolean delete(Statements statements, long id) throws SQLException {
        PreparedStatement delete = statements.prepared(DELETE);
        delete.setLong(1, id);
        return delete.executeUpdate() == 1;
    }

    /** Forgets those that ended before that time, and the oldest of more than {@code max}; says how many are left. */
    static int forget(Statements statements, Instant before, int max) throws SQLException {
        PreparedStatement old = statements.prepared(DELETE_OLD);
        old.setLong(1, before.toEpochMilli());
        old.executeUpdate();
        int count = count(statements);
        if (count <= max) {
            return count;
        }
        PreparedStatement select = statements.prepared(OLDEST);
        select.setInt(1, count - max);
        List<Long> ids = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        for (long id : ids) {
            delete(statements, id);
        }
        return max;
    }

    private static int count(Statements statements) throws SQLException {
        try (ResultSet rows = statements.prepared(COUNT).executeQuery()) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private static List<DeadLetter> read(PreparedStatement select, PayloadCodec codec) throws SQLException {
        List<DeadLetter> letters = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                letters.add(letter(rows, codec));
            }
        } catch (PayloadCodec.CorruptRowException unreadable) {
            throw new SQLException("a dead letter cannot be read", unreadable);
        }
        return letters;
    }

    private static DeadLetter letter(ResultSet rows, PayloadCodec codec)
            throws SQLException, PayloadCodec.CorruptRowException {
        return new DeadLetter(
                rows.getLong("id"),
                new OutboxKey(Bytes.copyOf(rows.getBytes("dedupe_key"))),
                codec.decode(rows.getBytes("payload")),
                rows.getInt("answer"),
                Ending.of(rows.getInt("ending")),
                rows.getString("reason"),
                rows.getInt("attempts"),
                rows.getBoolean("uncertain"),
                Instant.ofEpochMilli(rows.getLong("accepted_at")),
                Instant.ofEpochMilli(rows.getLong("ended_at")));
    }
}
