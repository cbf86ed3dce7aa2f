package io.pigw.gateway.outbox;

import io.pigw.runtime.store.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Rows that no other gateway writes. */
final class SoleRows implements Rows {

    private static final String INSERT = """
            INSERT INTO outbox (dedupe_key, direction, call_id, sip_call_id, state, answer, accepted_at, expires_at,
                keep_until, attempts, detours, next_attempt, uncertain, reached, devices, payload, lane, part, id)
            VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, 0, 0, ?, FALSE, FALSE, '', ?, ?, ?, ?)""";
    private static final String FORGETTABLE =
            "SELECT id FROM outbox WHERE forget_at < ? FETCH FIRST " + OutboxRows.FORGET_AT_ONCE + " ROWS ONLY";
    private static final String DELETE = "DELETE FROM outbox WHERE id = ?";

    private long lastId;

    /**
     * @param greatestId that was ever given
     */
    SoleRows(long greatestId) {
        this.lastId = greatestId;
    }

    @Override
    public Insertion insert(Statements statements, Draft draft, byte[] payload) throws SQLException {
        OptionalInt answer = OutboxRows.answer(statements, draft.key());
        if (answer.isPresent()) {
            return new Insertion.Known(answer.getAsInt());
        }
        PreparedStatement insert = statements.prepared(INSERT);
        int next = OutboxRows.bind(insert, draft, payload);
        lastId++;
        insert.setLong(next, lastId);
        insert.executeUpdate();
        return new Insertion.Written(new Entry(lastId, draft, Progress.start(draft.acceptedAt())), false);
    }

    @Override
    public int forget(Statements statements, Instant now) throws SQLException {
        List<Long> ids = new ArrayList<>();
        PreparedStatement select = statements.prepared(FORGETTABLE);
        select.setLong(1, now.toEpochMilli());
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        PreparedStatement delete = statements.prepared(DELETE);
        for (long id : ids) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
        return ids.size();
    }
}
