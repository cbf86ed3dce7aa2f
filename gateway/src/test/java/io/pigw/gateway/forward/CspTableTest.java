package io.pigw.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CspTableTest {

    @SuppressWarnings("NullAway.Init")
    private static Databases databases;

    private static final NodeContact C512 = contact(512, 9512);
    private static final NodeContact C1536 = contact(1536, 9536);

    private Instant now = Instant.parse("2026-11-21T09:00:00Z");

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void openDatabases() {
        databases = new Databases();
    }

    @AfterAll
    static void close() {
        databases.close();
    }

    @Test
    void everyConnectLossAndReconnectIsInTheTable() throws IOException {
        try (Database database = database()) {
            CspTable table = open(database, List.of(C512, C1536));

            table.onLink(NodeId.of(512), true);
            Instant connected = now;
            now = now.plusSeconds(1);
            table.onLink(NodeId.of(512), true);
            assertThat(table.all()).contains(new CspState(C512, true, connected));
            assertThat(table.up()).containsExactly(C512);

            table.onLink(NodeId.of(512), false);
            assertThat(table.all()).contains(new CspState(C512, false, now));
            now = now.plusSeconds(1);
            table.onLink(NodeId.of(512), true);
        }

        try (Database database = database()) {
            assertThat(new DatabaseCspStore(database).load())
                    .containsExactlyInAnyOrder(
                            new CspState(C512, true, now), new CspState(C1536, false, now.minusSeconds(2)));
        }
    }

    @Test
    void aRestartKnowsTheCspsOfBeforeAndNoneIsUp() throws IOException {
        try (Database database = database()) {
            open(database, List.of(C512, C1536)).onLink(NodeId.of(512), true);
        }
        now = now.plusSeconds(60);

        try (Database database = database()) {
            CspTable table = open(database, List.of());

            assertThat(table.all()).extracting(CspState::contact).containsExactly(C512, C1536);
            assertThat(table.up()).isEmpty();
            assertThat(table.all().getFirst().since()).isEqualTo(now);
        }
    }

    @Test
    void theConfiguredAddressWins() throws IOException {
        try (Database database = database()) {
            open(database, List.of(C512));
        }
        NodeContact moved = contact(512, 9999);

        try (Database database = database()) {
            CspTable table = open(database, List.of(moved));

            assertThat(table.all()).extracting(CspState::contact).containsExactly(moved);
        }
    }

    @Test
    void strangersAreLeftAlone() throws IOException {
        try (Database database = database()) {
            CspTable table = open(database, List.of(C512));

            table.onLink(NodeId.of(7), true);

            assertThat(table.all()).hasSize(1);
        }
    }

    private CspTable open(Database database, List<NodeContact> configured) throws IOException {
        return CspTable.open(new DatabaseCspStore(database), configured, () -> now);
    }

    private Database database() {
        return databases.open(store(), "io/pigw/gateway/db");
    }

    /** The same for the whole of a test. */
    StoreConfig store() {
        return new StoreConfig(directory.resolve("db"));
    }

    private static NodeContact contact(long id, int port) {
        return new NodeContact(NodeId.of(id), new HostPort("127.0.0.1", port));
    }
}
