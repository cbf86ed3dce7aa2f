package io.pigw.sos;

import static io.pigw.sos.Samples.NOON;
import static io.pigw.sos.Samples.link;
import static io.pigw.sos.Samples.record;
import static io.pigw.sos.Samples.sentence;
import static io.pigw.sos.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.sos.Changes;
import io.pigw.overlay.sos.EvidenceStore;
import io.pigw.overlay.sos.LinkRecord;
import io.pigw.overlay.sos.Sentence;
import io.pigw.overlay.sos.Vote;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

    @Test
    void whatChangedIsReadInPages() throws Exception {
        // Given
        List<LinkRecord> links = IntStream.range(0, 5)
                .mapToObj(i -> record(link(1, 100 + i), 1, 0, NOON))
                .toList();
        List<Sentence> sentences = List.of(sentence(1, NOON), sentence(2, NOON), sentence(3, NOON));
        Vote vote = vote(9, link(1, 100), NOON);
        store.save(new Changes(List.of(vote), links, List.of(), Instant.EPOCH), Runnable::run)
                .get(10, TimeUnit.SECONDS);
        store.condemn(sentences, Runnable::run).get(10, TimeUnit.SECONDS);
        reopen();
        List<EvidenceStore.Remembered> pages = new ArrayList<>();

        // When
        store.loadAfter(new EvidenceRows.Cursor(0, 0), 2, Instant.EPOCH, 10, pages::add);

        // Then
        assertThat(pages)
                .allMatch(page -> page.links().size() <= 2 && page.sentences().size() <= 2);
        assertThat(pages.stream().flatMap(page -> page.links().stream())).containsExactlyElementsOf(links);
        assertThat(pages.stream().flatMap(page -> page.sentences().stream())).containsExactlyElementsOf(sentences);
        assertThat(pages.stream().flatMap(page -> page.votes().stream())).containsExactly(vote);
        assertThat(store.stored()).isEqualTo(5);
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
