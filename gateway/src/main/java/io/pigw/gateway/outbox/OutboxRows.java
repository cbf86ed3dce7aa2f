package io.pigw.gateway.outbox;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The statements on the table {@code outbox} that are the same however many gateways write to it. On the writer's thread, but for the scan. */
final class OutboxRows {

    private static final String ANSWER = "SELECT answer FROM outbox WHERE dedupe_key = ?";
    private static final String PROGRESS = """
            UPDATE outbox SET attempts = ?, detours = ?, next_attempt = ?, uncertain = ?, reached = ?, devices = ?
            WHERE id = ? AND state = 0""";
    private static final String END =
            "UPDATE outbox SET state = ?, forget_at = ?, payload = NULL WHERE id = ? AND state = 0";
    /** The most rows that {@link Rows#forget} deletes in one go. */
    static final int FORGET_AT_ONCE = 500;

    /** What {@link #entry} reads. */
    static final String COLUMNS = """
            id, dedupe_key, answer, accepted_at, expires_at, keep_until, attempts, detours, next_attempt, uncertain, reached,
            devices, payload""";

    private static final String PENDING = "SELECT " + COLUMNS + " FROM outbox WHERE state = 0 ORDER BY id";
    private static final String GREATEST_ID =
            "SELECT MAX(id) FROM (SELECT id FROM outbox UNION ALL SELECT id FROM dead_letter) AS known";
    private static final int MAX_SIP_CALL_ID = 256;
    private static final int BOUND = 12;

    private OutboxRows() {}

    static OptionalInt answer(Statements statements, OutboxKey key) throws SQLException {
        PreparedStatement select = statements.prepared(ANSWER);
        select.setBytes(1, key.sha256().toArray());
        try (ResultSet rows = select.executeQuery()) {
            return rows.next() ? OptionalInt.of(rows.getInt(1)) : OptionalInt.empty();
        }
    }

    /**
     * Sets the first parameters of an insertion: dedupe_key, direction, call_id, sip_call_id, answer, accepted_at, expires_at, keep_until,
     * next_attempt, payload, lane and part.
     *
     * @return the number of the parameter behind them
     */
    static int bind(PreparedStatement insert, Draft draft, byte[] payload) throws SQLException {
        String sipCallId = draft.payload().sipCallId();
        long lane = Parts.number(draft.payload().lane());
        insert.setBytes(1, draft.key().sha256().toArray());
        insert.setString(2, draft.payload().direction().name());
        insert.setString(3, draft.payload().callId().value());
        insert.setString(4, sipCallId.substring(0, Math.min(sipCallId.length(), MAX_SIP_CALL_ID)));
        insert.setInt(5, draft.answer());
        insert.setLong(6, draft.acceptedAt().toEpochMilli());
        insert.setLong(7, draft.expiresAt().toEpochMilli());
        insert.setLong(8, draft.keepUntil().toEpochMilli());
        insert.setLong(9, Progress.start(draft.acceptedAt()).nextAttempt().toEpochMilli());
        insert.setBytes(10, payload);
        insert.setLong(11, lane);
        insert.setInt(12, Parts.of(lane));
        return BOUND + 1;
    }

    static void progress(Statements statements, Entry entry) throws SQLException {
        Progress progress = entry.progress();
        PreparedStatement update = statements.prepared(PROGRESS);
        update.setInt(1, progress.attempts());
        update.setInt(2, progress.detours());
        update.setLong(3, progress.nextAttempt().toEpochMilli());
        update.setBoolean(4, progress.uncertain());
        update.setBoolean(5, progress.reached());
        update.setString(6, devices(progress.devices()));
        update.setLong(7, entry.id());
        update.executeUpdate();
    }

    /** False if the entry had ended before. */
    static boolean end(Statements statements, Entry entry, Ending ending, Instant forgetAt) throws SQLException {
        PreparedStatement update = statements.prepared(END);
        update.setInt(1, ending.code());
        update.setLong(2, forgetAt.toEpochMilli());
        update.setLong(3, entry.id());
        return update.executeUpdate() == 1;
    }

    static long greatestId(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(GREATEST_ID);
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    static List<Entry> pending(Connection connection, PayloadCodec codec)
            throws SQLException, PayloadCodec.CorruptRowException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(PENDING);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                entries.add(entry(rows, codec));
            }
        }
        return entries;
    }

    static Entry entry(ResultSet rows, PayloadCodec codec) throws SQLException, PayloadCodec.CorruptRowException {
        Draft draft = new Draft(
                new OutboxKey(Bytes.copyOf(rows.getBytes("dedupe_key"))),
                codec.decode(rows.getBytes("payload")),
                rows.getInt("answer"),
                Instant.ofEpochMilli(rows.getLong("accepted_at")),
                Instant.ofEpochMilli(rows.getLong("expires_at")),
                Instant.ofEpochMilli(rows.getLong("keep_until")));
        Progress progress = new Progress(
                rows.getInt("attempts"),
                rows.getInt("detours"),
                Instant.ofEpochMilli(rows.getLong("next_attempt")),
                rows.getBoolean("uncertain"),
                rows.getBoolean("reached"),
                devices(rows.getString("devices")));
        return new Entry(rows.getLong("id"), draft, progress);
    }

    private static String devices(List<NodeId> devices) {
        return devices.stream().map(NodeId::toString).collect(Collectors.joining(" "));
    }

    private static List<NodeId> devices(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ")).map(NodeId::parse).toList();
    }
}
