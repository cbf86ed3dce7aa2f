package io.pigw.sos;

import io.pigw.overlay.sos.EvidenceStore;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DatabaseEvidenceStoreTest extends EvidenceStoreContract {

    @SuppressWarnings("NullAway.Init")
    private static Databases databases;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @SuppressWarnings("NullAway.Init")
    private DatabaseEvidenceStore store;

    @BeforeAll
    static void openDatabases() {
        databases = new Databases();
    }

    @BeforeEach
    void openEmpty() throws SQLException {
        open();
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("link_evidence", "vote", "node_opinion", "condemned")) {
                statement.executeUpdate("DELETE FROM " + table);
            }
        }
    }

    @AfterEach
    void shutDown() {
        database.close();
    }

    @AfterAll
    static void close() {
        databases.close();
    }

    private void open() {
        database = databases.open(config(), DatabaseEvidenceStore.MIGRATIONS);
        store = new DatabaseEvidenceStore(database, MAX_STORED, Duration.ofDays(1));
    }

    /** The same for all tests. */
    StoreConfig config() {
        return new StoreConfig(directory.resolve("db"));
    }

    @Override
    EvidenceStore store() {
        return store;
    }

    @Override
    void reopen() {
        database.close();
        open();
    }

    @Override
    List<Double> opinionOn(NodeId node) {
        return StoredOpinions.of(database, node);
    }
}
