package io.pigw.runtime.store;

import static io.pigw.runtime.store.BatchWriterTest.MIGRATIONS;
import static io.pigw.runtime.store.BatchWriterTest.await;
import static io.pigw.runtime.store.BatchWriterTest.insert;
import static io.pigw.runtime.store.BatchWriterTest.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A schema of a real server: one process at a time, and what happens while the server is away. */
@NeedsPostgres
class PostgresTest {

    private static final Patience IMPATIENT =
            new Patience(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300));
    private static final Patience PATIENT =
            new Patience(Duration.ofSeconds(20), Duration.ofMillis(300), Duration.ofMinutes(1));

    @SuppressWarnings("NullAway.Init")
    private static TestPostgres server;

    private final Databases databases = new Databases(PATIENT);
    private final Databases elsewhere = new Databases(PATIENT);
    private final StoreConfig store = server.store();

    @BeforeAll
    static void startServer() {
        server = TestPostgres.shared();
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
        elsewhere.close();
    }

    @Test
    void anotherProcessIsToldWhatToDo() throws SQLException {
        Database held = databases.open(store, MIGRATIONS);

        assertThatThrownBy(() -> new Databases(IMPATIENT).open(store, MIGRATIONS))
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll(
                        "another process has it open",
                        "stop that process",
                        "another store.postgresql.schema",
                        schema());

        assertThat(await(held.writer().submit(Runnable::run, insert("unhurt")))).isEqualTo(1);
        held.close();
        assertThat(names(elsewhere.open(store, MIGRATIONS))).containsExactly("unhurt");
    }

    @Test
    void aProcessThatHangsInTheMiddleOfABatchHoldsUpNoOther() throws Exception {
        Database hanging = databases.openShared(store, MIGRATIONS, "hanging");
        Database other = elsewhere.openShared(store, MIGRATIONS, "other");
        CountDownLatch inserted = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Integer> hung = hanging.writer().submit(Runnable::run, statements -> {
            int rows = insert("wanted by both").apply(statements);
            inserted.countDown();
            awaitIt(goOn);
            return rows;
        });
        awaitIt(inserted);

        int rows = await(other.writer().submit(Runnable::run, insert("wanted by both")));

        assertThat(rows).isEqualTo(1);
        assertThat(hung).isNotDone();
        goOn.countDown();
        assertThatThrownBy(() -> await(hung)).hasMessageContaining("duplicate key");
    }

    private static void awaitIt(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void schemasAreApartAndKindsOfServiceToo() throws SQLException {
        Database one = databases.open(store, MIGRATIONS);
        Database other = databases.open(server.store(), MIGRATIONS);

        await(one.writer().submit(Runnable::run, insert("mine")));

        assertThat(names(other)).isEmpty();
        assertThatThrownBy(() -> databases.open(store, "io/pigw/runtime/store/other"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("store.postgresql.schema");
        assertThatThrownBy(() -> databases.open(server.store(), "io/pigw/runtime/store/broken"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be brought up to date");
    }

    @Test
    void connectionsThatAreEndedCostNoWriteAndRepeatNone() throws SQLException {
        Database database = databases.open(store, MIGRATIONS);
        Reader reader = database.reader();
        int ended = 0;
        List<CompletableFuture<Integer>> writes = new ArrayList<>();

        for (int i = 0; i < 3_000; i++) {
            writes.add(database.writer().submit(Runnable::run, insert("n" + i)));
            if (i % 500 == 499) {
                await(writes.get(i - 250));
                ended += server.terminate("pigw " + schema());
            }
        }

        assertThat(writes.stream().mapToInt(BatchWriterTest::await).sum()).isEqualTo(3_000);
        assertThat(ended).isGreaterThanOrEqualTo(6);
        assertThat(reader.<Integer>read(PostgresTest::count)).isEqualTo(3_000);
        server.terminate("pigw " + schema());
        assertThat(reader.<Integer>read(PostgresTest::count)).isEqualTo(3_000);
        reader.close();
    }

    @Test
    void whileTheServerIsAwayWritesFailAndThenGoOn() throws SQLException {
        Database database = databases.open(store, MIGRATIONS);
        await(database.writer().submit(Runnable::run, insert("before")));
        CompletableFuture<Integer> during;

        server.crash();
        try {
            during = database.writer().submit(Runnable::run, insert("during"));
            assertThatThrownBy(() -> await(during)).hasCauseInstanceOf(StoreUnavailableException.class);
            assertThat(database.problem()).isPresent();
            assertThatThrownBy(() -> await(database.writer().submit(Runnable::run, insert("at once"))))
                    .hasCauseInstanceOf(StoreUnavailableException.class);
        } finally {
            server.start();
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> database.problem().isEmpty());
        await(database.writer().submit(Runnable::run, insert("after")));
        assertThat(names(database)).containsExactly("after", "before");
    }

    @Test
    void aServerThatGoesIsNoticedWithoutAWrite() {
        try (Databases watching = new Databases(IMPATIENT)) {
            Database database = watching.open(store, MIGRATIONS);

            server.crash();
            try {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> database.problem().isPresent());
            } finally {
                server.start();
            }

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> database.problem().isEmpty());
        }
    }

    @Test
    void theServerSoonNoticesAClientThatIsGone() throws SQLException {
        Database database = databases.open(store, MIGRATIONS);

        String idle = await(
                database.writer().submit(Runnable::run, statements -> setting(statements, "tcp_keepalives_idle")));

        assertThat(idle).isEqualTo("10");
    }

    @Test
    void aStartWaitsForTheServerAndNotForEver() throws SQLException {
        PostgresConfig config = config(Duration.ofSeconds(20));
        CompletableFuture<Database> opened;
        server.crash();
        try {
            assertThatThrownBy(() -> elsewhere.open(new StoreConfig(null, config(Duration.ofMillis(200))), MIGRATIONS))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll("cannot be opened", "check that the server is up");
            opened = CompletableFuture.supplyAsync(
                    () -> databases.open(new StoreConfig(null, config), MIGRATIONS),
                    task -> Thread.ofVirtual().start(task));
        } finally {
            server.start();
        }

        assertThat(names(await(opened))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverComesBackAfterAnotherHadTheSchemaIsRefusedAndSaysSo(boolean stillThere) throws SQLException {
        List<String> told = new CopyOnWriteArrayList<>();
        databases.onTaken(told::add);
        Database stale = databases.open(store, MIGRATIONS);
        await(stale.writer().submit(Runnable::run, insert("old")));
        server.terminate("pigw " + schema());
        Database fresh = elsewhere.open(store, MIGRATIONS);
        await(fresh.writer().submit(Runnable::run, insert("new")));
        if (!stillThere) {
            fresh.close();
        }

        CompletableFuture<Integer> late = stale.writer().submit(Runnable::run, insert("late"));
        CompletableFuture<Integer> later = stale.writer().submit(Runnable::run, insert("later"));

        assertThatThrownBy(() -> late.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> later.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(StoreUnavailableException.class);
        assertThat(told)
                .singleElement()
                .asString()
                .contains("another process has taken the schema " + schema())
                .doesNotContain("481516");
        assertThat(stale.problem()).contains(told.getFirst());
        assertThat(names(stale)).containsExactly("new", "old");
    }

    @Test
    void aCommitThatWasCutOffIsFoundOutAbout() throws SQLException {
        Database database = databases.open(store, MIGRATIONS);
        database.close();
        for (boolean committed : List.of(true, false)) {
            for (int outage : List.of(0, 3)) {
                CutOff cutOff = new CutOff(Objects.requireNonNull(store.postgresql()), committed, outage);
                BatchWriter writer = new BatchWriter(
                        "cut",
                        new WriterSession(cutOff, () -> {}),
                        100,
                        Duration.ofMillis(outage == 0 ? 3_000 : 1),
                        _ -> {});
                writer.start();

                CompletableFuture<Integer> write =
                        writer.submit(Runnable::run, insert("committed " + committed + " outage " + outage));

                assertThat(await(write)).isEqualTo(1);
                assertThat(cutOff.cuts()).isEqualTo(1);
                writer.close();
            }
        }
        assertThat(names(databases.open(store, MIGRATIONS))).hasSize(4);
    }

    @Test
    void whatIsAcceptedIsDurableWhateverTheRoleIsSetTo() throws SQLException {
        server.query("CREATE ROLE careless LOGIN SUPERUSER");
        server.query("ALTER ROLE careless SET synchronous_commit = off");
        server.query("ALTER ROLE careless PASSWORD 'not-a-secret-481516'");
        PostgresConfig careless =
                new PostgresConfig(server.url(), schema(), "careless", server.passwordFile(), Duration.ZERO);

        Database database = databases.open(new StoreConfig(null, careless), MIGRATIONS);

        String commit =
                await(database.writer().submit(Runnable::run, statements -> setting(statements, "synchronous_commit")));
        assertThat(commit).isEqualTo("on");
    }

    @Test
    void whatIsWrongIsToldWithItsRemedy() throws SQLException {
        assertThatThrownBy(() -> databases.open(
                        new StoreConfig(
                                null,
                                new PostgresConfig(
                                        server.url(), schema(), "nobody", server.passwordFile(), Duration.ZERO)),
                        MIGRATIONS))
                .hasMessageContaining("check store.postgresql.user")
                .hasMessageNotContaining("481516");
        assertThatThrownBy(() -> databases.open(
                        new StoreConfig(
                                null,
                                new PostgresConfig(
                                        server.url(), schema(), TestPostgres.USER, null, Duration.ofSeconds(20))),
                        MIGRATIONS))
                .hasMessageContaining("check store.postgresql.user");
        assertThatThrownBy(() -> databases.open(
                        new StoreConfig(
                                null,
                                new PostgresConfig(
                                        server.url().replace("/postgres", "/none"),
                                        schema(),
                                        TestPostgres.USER,
                                        server.passwordFile(),
                                        Duration.ofSeconds(20))),
                        MIGRATIONS))
                .hasMessageContaining("createdb");
        server.query("CREATE ROLE modest LOGIN PASSWORD 'not-a-secret-481516'");
        assertThatThrownBy(() -> databases.open(
                        new StoreConfig(
                                null,
                                new PostgresConfig(
                                        server.url(), schema(), "modest", server.passwordFile(), Duration.ZERO)),
                        MIGRATIONS))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("permission denied");
    }

    private static String setting(Statements statements, String name) throws SQLException {
        try (ResultSet row = statements.prepared("SHOW " + name).executeQuery()) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private static int count(Statements statements) throws SQLException {
        try (ResultSet row = statements.prepared("SELECT COUNT(*) FROM names").executeQuery()) {
            return row.next() ? row.getInt(1) : -1;
        }
    }

    private PostgresConfig config(Duration startWait) {
        return new PostgresConfig(server.url(), schema(), TestPostgres.USER, server.passwordFile(), startWait);
    }

    private String schema() {
        return Objects.requireNonNull(store.postgresql()).schema();
    }

    /** Ends its first connection in the middle of the commit, and then gives none for a while. */
    private static final class CutOff implements WriterConnections {

        private final PostgresWriter writer;
        private final boolean committed;
        private final AtomicInteger refusals;
        private final AtomicInteger cuts = new AtomicInteger();

        CutOff(PostgresConfig config, boolean committed, int refusals) throws SQLException {
            this.committed = committed;
            this.refusals = new AtomicInteger(refusals);
            PostgresClaim claim = new SoleClaim(config.schema());
            PostgresSchema schema = new PostgresSchema(config, claim, IMPATIENT);
            writer = new PostgresWriter(config, claim, schema::keep, IMPATIENT);
            writer.lock(IMPATIENT.lock());
            writer.claim();
        }

        int cuts() {
            return cuts.get();
        }

        @Override
        public Connection open() throws SQLException {
            if (cuts.get() > 0 && refusals.getAndDecrement() > 0) {
                throw new SQLException("not yet", "08001");
            }
            Connection real = writer.open();
            return cuts.get() > 0 ? real : CuttingConnection.of(real, committed, cuts::incrementAndGet);
        }

        @Override
        public void mark(Statements statements, long batch) throws SQLException {
            writer.mark(statements, batch);
        }

        @Override
        public long durable() {
            return writer.durable();
        }

        @Override
        public Optional<Duration> idleCheck() {
            return Optional.empty();
        }

        @Override
        public boolean isLost(@Nullable Connection connection, Exception failure) {
            return writer.isLost(connection, failure);
        }
    }
}
