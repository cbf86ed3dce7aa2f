package io.pigw.peer.inbox;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Notice;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** An inbox in a database: message and key are one row, so that neither is ever there without the other. */
public final class DatabaseInbox implements Inbox {

    private final Database database;
    private final String owner;
    private final Executor completesOn;
    private final int capacity;
    private int size;

    /**
     * Counts what is there; blocks.
     *
     * @param completesOn the peer's loop
     * @param capacity the most messages, at least 1
     */
    public DatabaseInbox(Database database, NodeId owner, Executor completesOn, int capacity) {
        this.database = database;
        this.owner = owner.toString();
        this.completesOn = completesOn;
        this.capacity = capacity;
        this.size = count();
    }

    @Override
    public CompletableFuture<Receipt> accept(ReceivedMessage message) {
        boolean room = size < capacity && !database.isDiskLow();
        if (room) {
            size++;
        }
        return database.writer()
                .submit(completesOn, statements -> keep(statements, message, room))
                .whenComplete((receipt, _) -> {
                    if (room && receipt != Receipt.STORED) {
                        size--;
                    }
                });
    }

    private Receipt keep(Statements statements, ReceivedMessage message, boolean room) throws SQLException {
        PreparedStatement select = statements.prepared(
                "SELECT number FROM inbox_message WHERE node_id = ? AND originator = ? AND call_id = ?");
        setKey(select, message);
        try (ResultSet rows = select.executeQuery()) {
            if (rows.next()) {
                return Receipt.DUPLICATE;
            }
        }
        if (!room) {
            return Receipt.FULL;
        }
        PreparedStatement insert = statements.prepared("INSERT INTO inbox_message (node_id, originator, call_id,"
                + " recipient, content_type, body, notice, in_reply_to, encrypted, received_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        setKey(insert, message);
        insert.setString(4, message.to().toString());
        insert.setString(5, message.contentType());
        insert.setBytes(6, message.body().toArray());
        Notice notice = message.notice();
        insert.setString(7, notice == null ? null : notice.kind().name());
        insert.setString(8, notice == null ? null : notice.inReplyTo().value());
        insert.setBoolean(9, message.encrypted());
        insert.setLong(10, message.receivedAt().toEpochMilli());
        insert.executeUpdate();
        return Receipt.STORED;
    }

    private void setKey(PreparedStatement statement, ReceivedMessage message) throws SQLException {
        statement.setString(1, owner);
        statement.setString(2, message.from().toString());
        statement.setString(3, message.callId().value());
    }

    @Override
    public List<InboxEntry> after(long number, int max) {
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement("SELECT number, originator, call_id, recipient,"
                        + " content_type, body, notice, in_reply_to, encrypted, received_at FROM inbox_message"
                        + " WHERE node_id = ? AND number > ? ORDER BY number")) {
            select.setString(1, owner);
            select.setLong(2, number);
            select.setMaxRows(Math.clamp(max, 1, MAX_PAGE));
            List<InboxEntry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(entry(rows));
                }
            }
            return entries;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the inbox", e);
        }
    }

    private static InboxEntry entry(ResultSet row) throws SQLException {
        return new InboxEntry(
                row.getLong(1),
                new ReceivedMessage(
                        Party.parse(row.getString(2)),
                        new CallId(row.getString(3)),
                        Party.parse(row.getString(4)),
                        row.getString(5),
                        Bytes.copyOf(row.getBytes(6)),
                        notice(row.getString(7), row.getString(8)),
                        row.getBoolean(9),
                        Instant.ofEpochMilli(row.getLong(10))));
    }

    private static @Nullable Notice notice(@Nullable String kind, @Nullable String inReplyTo) {
        return kind == null || inReplyTo == null ? null : new Notice(Notice.Kind.valueOf(kind), new CallId(inReplyTo));
    }

    private int count() {
        try (Connection connection = database.connection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT COUNT(*) FROM inbox_message WHERE node_id = ?")) {
            select.setString(1, owner);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count the inbox", e);
        }
    }
}
