package io.pigw.peer.pings;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import io.pigw.runtime.pings.DatabasePingMarkStore;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabasePingMarkStoreTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final NodeId ONE = NodeId.of(512);
    private static final NodeId TWO = NodeId.of(1536);

    @TempDir
    private Path directory;

    private final Databases databases = new Databases();
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
    }

    @Test
    void whatIsSaidToBeSavedIsThereAgain() throws Exception {
        assertThat(of(586).load()).isEmpty();
        assertThat(saved(of(586), Map.of(ONE, NOON, TWO, NOON), Set.of())).isTrue();
        assertThat(saved(of(586), Map.of(ONE, NOON.plusMillis(1)), Set.of())).isTrue();
        assertThat(saved(of(700), Map.of(ONE, NOON.plusSeconds(9)), Set.of())).isTrue();

        database.close();
        open();

        assertThat(of(586).load()).isEqualTo(Map.of(ONE, NOON.plusMillis(1), TWO, NOON));
        assertThat(of(700).load()).as("another node's").isEqualTo(Map.of(ONE, NOON.plusSeconds(9)));
    }

    @Test
    void aMarkMayComeDown() throws Exception {
        saved(of(586), Map.of(ONE, NOON), Set.of());

        assertThat(saved(of(586), Map.of(ONE, NOON.minusSeconds(3)), Set.of())).isTrue();

        assertThat(of(586).load()).isEqualTo(Map.of(ONE, NOON.minusSeconds(3)));
    }

    @Test
    void whatIsForgottenIsNotThereAgain() throws Exception {
        saved(of(586), Map.of(ONE, NOON), Set.of());
        saved(of(700), Map.of(ONE, NOON), Set.of());

        assertThat(saved(of(586), Map.of(TWO, NOON), Set.of(ONE))).isTrue();

        assertThat(of(586).load()).isEqualTo(Map.of(TWO, NOON));
        assertThat(of(700).load()).as("another node's").isEqualTo(Map.of(ONE, NOON));
    }

    @Test
    void itSaysThatNothingIsSavedOnceTheDatabaseIsClosed() throws Exception {
        DatabasePingMarkStore store = of(586);
        database.close();

        assertThat(saved(store, Map.of(ONE, NOON), Set.of())).isFalse();
    }

    private DatabasePingMarkStore of(long id) {
        return new DatabasePingMarkStore(database, NodeId.of(id), Runnable::run);
    }

    private static boolean saved(DatabasePingMarkStore store, Map<NodeId, Instant> changed, Set<NodeId> forgotten)
            throws Exception {
        CompletableFuture<Boolean> saved = new CompletableFuture<>();
        store.save(changed, forgotten, saved::complete);
        return saved.get(30, TimeUnit.SECONDS);
    }
}
