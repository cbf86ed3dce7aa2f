package io.pigw.sos;

import static io.pigw.sos.Samples.NOON;
import static io.pigw.sos.Samples.sentence;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.sos.EvidenceStore;
import io.pigw.overlay.sos.Sentence;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    @Test
    void aSentenceIsAnsweredUntilTheNodeIsCondemnedAnew() throws Exception {
        // Given
        Sentence one = sentence(1, NOON);
        Sentence other = sentence(2, NOON);
        assertThat(answered(one)).as("it is not stored yet").isFalse();
        store.condemn(List.of(one, other), Runnable::run).get(10, TimeUnit.SECONDS);

        // When
        assertThat(answered(one)).isTrue();
        reopen();

        // Then
        assertThat(unanswered(one, other)).containsExactly(other);
        assertThat(store.load(1, NOON, 1).sentences()).containsExactlyInAnyOrder(one, other);

        // When
        Sentence anew = sentence(1, NOON.plusSeconds(1));
        store.condemn(List.of(anew), Runnable::run).get(10, TimeUnit.SECONDS);

        // Then
        assertThat(unanswered(anew, other)).containsExactly(anew, other);
    }

    private boolean answered(Sentence sentence) throws Exception {
        return database.writer()
                .submit(Runnable::run, statements -> AnsweredSentences.note(statements, sentence, NOON))
                .get(10, TimeUnit.SECONDS);
    }

    private List<Sentence> unanswered(Sentence... sentences) throws Exception {
        return database.writer()
                .submit(Runnable::run, statements -> AnsweredSentences.without(statements, List.of(sentences)))
                .get(10, TimeUnit.SECONDS);
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
