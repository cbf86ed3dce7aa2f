package io.pigw.peer.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.StorageLimits;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.record.Author;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.runtime.metrics.Metrics;
import io.pigw.runtime.records.DatabaseRecordStore;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseRecordStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    private Path directory;

    private final Databases databases = new Databases();
    private final Metrics metrics = new Metrics();
    private Database database;

    @BeforeEach
    void open() {
        database = databases.open(store(), "io/pigw/peer/db");
    }

    /** The same for the whole of a test. */
    StoreConfig store() {
        return new StoreConfig(directory.resolve("db"));
    }

    @AfterEach
    void close() {
        databases.close();
        metrics.close();
    }

    @Test
    void whatIsSaidToBeDurableIsThereAgain() {
        DatabaseRecordStore held = of(586, StorageLimits.DEFAULTS);
        HeldValue large = value(Kind.DATA, RecordKey.single(), "x".repeat(16 * 1_024), 60);
        HeldValue desk = value(Kind.USER, RecordKey.of(NodeId.of(1)), "desk", 60);
        HeldValue before = value(Kind.CERTIFICATE, new RecordKey.Index(3), "old", 60);
        HeldValue after = value(Kind.CERTIFICATE, new RecordKey.Index(3), "new", 60);
        assertThat(held.put(resource(1), large)).isTrue();
        assertThat(held.put(resource(1), desk)).isTrue();
        assertThat(held.put(resource(1), before)).isTrue();
        assertThat(held.put(resource(1), after)).isTrue();
        assertDurable(held, true);

        reopen();

        DatabaseRecordStore again = of(586, StorageLimits.DEFAULTS);
        assertThat(again.find(resource(1))).containsExactlyInAnyOrder(large, desk, after);
        assertThat(again.resources()).containsExactly(resource(1));
        assertThat(of(700, StorageLimits.DEFAULTS).resources())
                .as("another node's")
                .isEmpty();
        assertThat(of(586, new StorageLimits(1, 1 << 20, 1)).resources())
                .as("what has room")
                .hasSize(1);
    }

    @Test
    void whatIsForgottenOrHasEndedIsNotThereAgain() {
        DatabaseRecordStore held = of(586, StorageLimits.DEFAULTS);
        held.put(resource(1), value(Kind.DATA, RecordKey.single(), "handed on", 60));
        held.put(resource(2), value(Kind.DATA, RecordKey.single(), "short", 10));
        held.put(resource(3), value(Kind.DATA, RecordKey.single(), "long", 11));
        held.remove(resource(1));
        held.removeEnded(NOW.plusSeconds(10));
        assertThat(held.resources()).containsExactly(resource(3));

        reopen();

        assertThat(of(586, StorageLimits.DEFAULTS).resources()).containsExactly(resource(3));
    }

    @Test
    void itSaysThatNothingIsDurableOnceTheDatabaseIsClosed() {
        DatabaseRecordStore held = of(586, StorageLimits.DEFAULTS);
        assertDurable(held, true);
        database.close();

        assertThat(held.put(resource(1), value(Kind.DATA, RecordKey.single(), "x", 60)))
                .isTrue();

        assertDurable(held, false);
    }

    @Test
    void theGaugeSaysWhatAllNodesOfTheProcessHold() {
        // Given
        DatabaseRecordStore one = of(586, StorageLimits.DEFAULTS);
        one.put(resource(1), value(Kind.DATA, RecordKey.single(), "x", 10));
        one.put(resource(1), value(Kind.DATA, RecordKey.single(), "instead of it", 10));
        one.put(resource(1), value(Kind.USER, RecordKey.of(NodeId.of(1)), "desk", 60));
        DatabaseRecordStore other = of(700, StorageLimits.DEFAULTS);
        other.put(resource(2), value(Kind.DATA, RecordKey.single(), "y", 60));
        assertDurable(one, true);
        assertDurable(other, true);
        assertHeld(3);

        // When, then: what ends, what is handed on, and nodes that stop count no more; what is read again does
        one.removeEnded(NOW.plusSeconds(10));
        assertHeld(2);
        other.remove(resource(2));
        assertHeld(1);
        one.close();
        one.close();
        assertHeld(0);
        reopen();
        DatabaseRecordStore _ = of(586, StorageLimits.DEFAULTS);
        assertHeld(1);
    }

    private void assertHeld(int values) {
        assertThat(metrics.scrape()).contains("pigw_records_held " + values + ".0");
    }

    private static void assertDurable(DatabaseRecordStore held, boolean expected) {
        AtomicReference<Boolean> durable = new AtomicReference<>();
        held.whenDurable(durable::set);
        await().until(() -> durable.get() != null);
        assertThat(durable.get()).isEqualTo(expected);
    }

    private void reopen() {
        database.close();
        open();
    }

    private DatabaseRecordStore of(long owner, StorageLimits limits) {
        return new DatabaseRecordStore(database, NodeId.of(owner), Runnable::run, limits, metrics);
    }

    private static ResourceId resource(int number) {
        return SignedContent.resource("p2p.example.net", NodeId.of(586), number);
    }

    private static HeldValue value(Kind kind, RecordKey key, String text, int seconds) {
        Author author = new Author(null, NodeId.of(586), Bytes.copyOf(new byte[Author.HASH_SIZE]));
        RecordContent content = new RecordContent(kind.number(), key, 7, NOW, seconds, true, Bytes.utf8(text), author);
        return new HeldValue(new StoredValue(content, Bytes.utf8("signed")), Bytes.utf8("certificate"));
    }
}
