package io.pigw.sos;

import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DerbyEvidenceStoreTest extends EvidenceStoreContract {

    private static final Databases DATABASES = new Databases();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @BeforeEach
    void openEmpty() throws SQLException {
        open();
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("link_evidence", "vote", "node_opinion")) {
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
        DATABASES.close();
    }

    private void open() {
        database = DATABASES.open(new StoreConfig(directory.resolve("db")), DerbyEvidenceStore.MIGRATIONS);
    }

    @Override
    EvidenceStore store() {
        return new DerbyEvidenceStore(database);
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
