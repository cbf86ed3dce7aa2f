package io.pigw.csp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseRelayedStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    private Path directory;

    private final Databases databases = new Databases();
    private Database database;

    @BeforeEach
    void open() {
        database = databases.open(store(), "io/pigw/csp/db");
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
    void theNewestAreThereAgainAndWhatIsOverIsForgotten() {
        DatabaseRelayedStore relayed = of(512);
        for (int i = 1; i <= 4; i++) {
            relayed.save(relayed("m" + i, i));
        }
        relayed.save(relayed("m4", 9)); // the same once more: refused, and nothing else with it
        relayed.forget(NOW.plusSeconds(1));
        database.close();
        open();

        assertThat(of(512).load(NOW, 10)).containsExactly(relayed("m2", 2), relayed("m3", 3), relayed("m4", 4));
        assertThat(of(512).load(NOW, 2)).containsExactly(relayed("m3", 3), relayed("m4", 4));
        assertThat(of(512).load(NOW.plusSeconds(3), 10)).containsExactly(relayed("m4", 4));
        assertThat(of(1024).load(NOW, 10)).isEmpty();
    }

    private DatabaseRelayedStore of(long owner) {
        return new DatabaseRelayedStore(database, NodeId.of(owner), Runnable::run);
    }

    private static RelayedStore.Relayed relayed(String callId, int seconds) {
        return new RelayedStore.Relayed(NodeId.of(586), new CallId(callId), NOW.plusSeconds(seconds));
    }
}
