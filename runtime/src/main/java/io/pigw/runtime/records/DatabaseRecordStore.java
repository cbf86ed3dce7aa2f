package io.pigw.runtime.records;

import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.MemoryRecordStore;
import io.pigw.overlay.storage.RecordStore;
import io.pigw.overlay.storage.StorageLimits;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.runtime.metrics.Metrics;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Statements;
import io.pigw.runtime.store.StoreUnavailableException;
import io.pigw.runtime.store.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Holds values in memory, and writes each change behind to the table {@code record_value} of the service's schema. What was put is
 * durable when {@link #whenDurable} says so. On its node's thread, but for its making.
 */
public final class DatabaseRecordStore implements RecordStore {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseRecordStore.class);

    private static final String HELD = "pigw_records_held";

    private final Database database;
    private final String owner;
    private final Executor completesOn;
    private final MemoryRecordStore memory;
    private final List<CompletableFuture<?>> unwritten = new ArrayList<>();
    private final LongAdder held;
    private int counted;
    private boolean closed;

    /**
     * Of one node. Reads what it held before; blocks.
     *
     * @param completesOn the node's loop
     * @param metrics where {@code pigw_records_held} is, of all nodes of the process
     */
    public DatabaseRecordStore(
            Database database, NodeId owner, Executor completesOn, StorageLimits limits, Metrics metrics) {
        this.database = database;
        this.owner = owner.toString();
        this.completesOn = completesOn;
        this.memory = new MemoryRecordStore(limits);
        this.held = metrics.level(HELD);
        load();
        count();
    }

    private void count() {
        if (!closed) {
            held.add(memory.size() - counted);
            counted = memory.size();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            held.add(-counted);
        }
    }

    private void load() {
        int unreadable = 0;
        try (Connection connection = database.connection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT message FROM record_value WHERE node_id = ?")) {
            select.setString(1, owner);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Optional<RecordRow> row = RecordRow.parse(rows.getBytes(1));
                    boolean isHeld = row.isPresent()
                            && memory.put(row.get().resource(), row.get().value());
                    unreadable += isHeld ? 0 : 1;
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the records", e);
        }
        if (unreadable > 0) {
            LOG.atWarn()
                    .addKeyValue("node", owner)
                    .addKeyValue("records", unreadable)
                    .log("records from before are not held any more: they cannot be read, or there is no room");
        }
    }

    @Override
    public List<HeldValue> find(ResourceId resource, int kind) {
        return memory.find(resource, kind);
    }

    @Override
    public List<HeldValue> find(ResourceId resource) {
        return memory.find(resource);
    }

    @Override
    public @Nullable HeldValue find(ResourceId resource, int kind, RecordKey key) {
        return memory.find(resource, kind, key);
    }

    @Override
    public boolean put(ResourceId resource, HeldValue value) {
        if (!memory.put(resource, value)) {
            return false;
        }
        count();
        RecordRow row = new RecordRow(resource, value);
        unwritten.add(submit(statements -> {
            delete(statements, row);
            return insert(statements, row);
        }));
        return true;
    }

    @Override
    public void whenDurable(Consumer<Boolean> then) {
        CompletableFuture<?>[] writes = unwritten.toArray(CompletableFuture[]::new);
        unwritten.clear();
        CompletableFuture<?> _ =
                CompletableFuture.allOf(writes).whenComplete((_, failure) -> then.accept(failure == null));
    }

    @Override
    public void remove(ResourceId resource) {
        memory.remove(resource);
        count();
        CompletableFuture<?> _ = submit(statements -> {
            PreparedStatement delete =
                    statements.prepared("DELETE FROM record_value WHERE node_id = ? AND resource = ?");
            delete.setString(1, owner);
            delete.setString(2, resource.toString());
            return delete.executeUpdate();
        });
    }

    @Override
    public void removeEnded(Instant now) {
        memory.removeEnded(now);
        count();
        CompletableFuture<?> _ = submit(statements -> {
            PreparedStatement delete =
                    statements.prepared("DELETE FROM record_value WHERE node_id = ? AND ends_at <= ?");
            delete.setString(1, owner);
            delete.setLong(2, now.toEpochMilli());
            return delete.executeUpdate();
        });
    }

    @Override
    public List<ResourceId> resources() {
        return memory.resources();
    }

    private void delete(Statements statements, RecordRow row) throws SQLException {
        PreparedStatement delete = statements.prepared(
                "DELETE FROM record_value WHERE node_id = ? AND resource = ? AND kind = ? AND record_key = ?");
        delete.setString(1, owner);
        delete.setString(2, row.resource().toString());
        delete.setInt(3, row.value().content().kind());
        delete.setString(4, row.key());
        delete.executeUpdate();
    }

    private int insert(Statements statements, RecordRow row) throws SQLException {
        PreparedStatement insert = statements.prepared("INSERT INTO record_value"
                + " (node_id, resource, kind, record_key, ends_at, message) VALUES (?, ?, ?, ?, ?, ?)");
        insert.setString(1, owner);
        insert.setString(2, row.resource().toString());
        insert.setInt(3, row.value().content().kind());
        insert.setString(4, row.key());
        insert.setLong(5, row.value().content().end().toEpochMilli());
        insert.setBytes(6, row.message());
        return insert.executeUpdate();
    }

    private CompletableFuture<Integer> submit(Write<Integer> write) {
        return database.writer().submit(completesOn, write).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.atLevel(StoreUnavailableException.isWhy(failure) ? Level.DEBUG : Level.WARN)
                        .setCause(failure)
                        .addKeyValue("node", owner)
                        .log("a record was not written down");
            }
        });
    }
}
