package io.pigw.gateway.outbox;

import io.pigw.runtime.store.Members;
import io.pigw.runtime.store.Statements;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * Rows that several gateways write. A message for a part that belongs to another gateway is handed over to it: it is written all the same, and
 * the other one is told. PostgreSQL's alone.
 */
final class SharedRows implements Rows {

    /**
     * A key that another gateway is just writing is not waited for: two that wait for one another's would stand still. Its sender tries
     * again.
     */
    private static final String INSERT = """
            INSERT INTO outbox (dedupe_key, direction, call_id, sip_call_id, state, answer, accepted_at, expires_at,
                keep_until, attempts, detours, next_attempt, uncertain, reached, devices, payload, lane, part, id, handed)
            SELECT ?, ?, ?, ?, 0, ?, ?, ?, ?, 0, 0, ?, FALSE, FALSE, '', ?, ?, ?, nextval('outbox_id'),
                outbox_part.owner IS DISTINCT FROM ?
            FROM outbox_part
            WHERE outbox_part.part = ? AND (outbox_part.owner IS NOT DISTINCT FROM ? OR ?
                OR (SELECT COUNT(*) FROM outbox AS waiting WHERE waiting.lane = ? AND waiting.state = 0) < ?)
                AND pg_try_advisory_xact_lock(?)
            ON CONFLICT (dedupe_key) DO NOTHING
            RETURNING id, handed""";

    private static final String OWNER = "SELECT owner FROM outbox_part WHERE part = ? AND owner IS NOT NULL";
    private static final String FORGET = "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE forget_at < ?"
            + " ORDER BY forget_at LIMIT " + OutboxRows.FORGET_AT_ONCE + " FOR UPDATE SKIP LOCKED)";

    private final Members members;

    SharedRows(Members members) {
        this.members = members;
    }

    @Override
    public Insertion insert(Statements statements, Draft draft, byte[] payload) throws SQLException {
        long lane = Parts.number(draft.payload().lane());
        PreparedStatement insert = statements.prepared(INSERT);
        int next = OutboxRows.bind(insert, draft, payload);
        insert.setString(next, members.self());
        insert.setInt(next + 1, Parts.of(lane));
        insert.setString(next + 2, members.self());
        insert.setBoolean(next + 3, draft.payload().isNotice());
        insert.setLong(next + 4, lane);
        insert.setInt(next + 5, Lane.MAX_MESSAGES);
        insert.setLong(next + 6, ByteBuffer.wrap(draft.key().sha256().toArray()).getLong());
        try (ResultSet row = insert.executeQuery()) {
            if (row.next()) {
                return written(
                        statements,
                        new Entry(row.getLong(1), draft, Progress.start(draft.acceptedAt())),
                        row.getBoolean(2));
            }
        }
        OptionalInt answer = OutboxRows.answer(statements, draft.key());
        return answer.isPresent() ? new Insertion.Known(answer.getAsInt()) : new Insertion.NoRoom();
    }

    private Insertion written(Statements statements, Entry entry, boolean handed) throws SQLException {
        if (handed) {
            PreparedStatement select = statements.prepared(OWNER);
            select.setInt(1, Parts.of(entry.payload()));
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    members.ring(statements, row.getString(1));
                }
            }
        }
        return new Insertion.Written(entry, handed);
    }

    @Override
    public int forget(Statements statements, Instant now) throws SQLException {
        PreparedStatement delete = statements.prepared(FORGET);
        delete.setLong(1, now.toEpochMilli());
        return delete.executeUpdate();
    }
}
