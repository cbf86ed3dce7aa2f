package io.pigw.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchWriterTest {

    static final String MIGRATIONS = "io/pigw/runtime/store/db";

    private static final Executor HERE = Runnable::run;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final Databases databases = new Databases();

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    @Test
    void whatFollowsAWriteRunsWhereItIsToHoweverSlowTheCallerIs() throws Exception {
        Thread[] loop = new Thread[1];
        try (ExecutorService owner = Executors.newSingleThreadExecutor(task -> loop[0] = new Thread(task))) {
            Database database = open();
            for (int i = 0; i < 300; i++) {
                Thread ran = database.writer()
                        .submit(owner, insert("n" + i), (_, _) -> Thread.currentThread())
                        .get(30, TimeUnit.SECONDS);
                assertThat(ran).isSameAs(loop[0]);
            }
        }
    }

    @Test
    void whatIsCompleteIsCommitted() throws SQLException {
        Database database = open();

        int rows = await(database.writer().submit(HERE, insert("a")));

        assertThat(rows).isEqualTo(1);
        assertThat(names(database)).containsExactly("a");
    }

    @Test
    void aBatchIsOneCommit() throws Exception {
        Gated gated = new Gated(open());
        CompletableFuture<Integer> blocking = gated.block();
        List<CompletableFuture<Integer>> writes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            writes.add(gated.writer.submit(HERE, insert("n" + i)));
        }

        gated.release();
        await(blocking);
        writes.forEach(BatchWriterTest::await);

        assertThat(gated.commits()).isEqualTo(2);
        gated.close();
    }

    @Test
    void anErrorOfTheJvmIsToldAndLeavesNobodyWaiting() throws Exception {
        List<String> told = new ArrayList<>();
        databases.onTaken(told::add);
        Database database = open();
        CompletableFuture<Integer> without = database.writer().submit(HERE, _ -> {
            throw new OutOfMemoryError("on purpose");
        });

        assertThatThrownBy(() -> await(without)).hasRootCauseInstanceOf(StoreUnavailableException.class);
        assertThat(database.problem()).hasValueSatisfying(why -> assertThat(why).contains("on purpose"));
        assertThat(told).singleElement().asString().contains("start the process again");
        assertThatThrownBy(() -> await(database.writer().submit(HERE, insert("a"))))
                .hasRootCauseInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aFailingWriteFailsAlone() throws Exception {
        Gated gated = new Gated(open());
        CompletableFuture<Integer> blocking = gated.block();
        CompletableFuture<Integer> before = gated.writer.submit(HERE, insert("before"));
        CompletableFuture<Integer> twice = gated.writer.submit(HERE, insert("before"));
        CompletableFuture<Integer> broken = gated.writer.submit(HERE, _ -> {
            throw new IllegalStateException("a bug");
        });
        CompletableFuture<Integer> after = gated.writer.submit(HERE, insert("after"));

        gated.release();
        await(blocking);

        assertThat(await(before)).isEqualTo(1);
        assertThat(await(after)).isEqualTo(1);
        assertThatThrownBy(() -> await(twice)).hasCauseInstanceOf(SQLException.class);
        assertThatThrownBy(() -> await(broken)).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(names(gated.database)).containsExactly("after", "before");
        gated.close();
    }

    @Test
    void aWriteOfSeveralStatementsTakesEffectAsAWholeOrNotAtAll() throws SQLException {
        Database database = open();

        CompletableFuture<Integer> half = database.writer().submit(HERE, statements -> {
            insert("half").apply(statements);
            throw new SQLException("no");
        });

        assertThatThrownBy(() -> await(half)).hasCauseInstanceOf(SQLException.class);
        assertThat(names(database)).isEmpty();
    }

    @Test
    void aFullQueueRefusesAtOnce() throws Exception {
        Gated gated = new Gated(open(), 3);
        CompletableFuture<Integer> blocking = gated.block();
        List<CompletableFuture<Integer>> writes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writes.add(gated.writer.submit(HERE, insert("n" + i)));
        }

        assertThat(writes.getLast()).isCompletedExceptionally();
        assertThatThrownBy(() -> await(writes.getLast())).hasCauseInstanceOf(WriterFullException.class);
        gated.release();
        await(blocking);
        writes.subList(0, 3).forEach(BatchWriterTest::await);
        assertThat(names(gated.database)).containsExactly("n0", "n1", "n2");
        gated.close();
    }

    @Test
    void closingWritesWhatHasQueuedUp() throws Exception {
        Gated gated = new Gated(open());
        CompletableFuture<Integer> blocking = gated.block();
        List<CompletableFuture<Integer>> writes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            writes.add(gated.writer.submit(HERE, insert("n" + i)));
        }

        gated.release();
        gated.writer.close();

        assertThat(blocking).isCompleted();
        assertThat(writes).allMatch(CompletableFuture::isDone).noneMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(names(gated.database)).hasSize(1_000);
        assertThatThrownBy(() -> await(gated.writer.submit(HERE, insert("late"))))
                .hasCauseInstanceOf(WriterClosedException.class);
        gated.close();
    }

    @Test
    void futuresCompleteWhereAsked() {
        Database database = open();
        AtomicInteger hops = new AtomicInteger();
        Executor counting = task -> {
            hops.incrementAndGet();
            task.run();
        };

        await(database.writer().submit(counting, insert("a")));

        assertThat(hops).hasValue(1);
    }

    private Database open() {
        return databases.open(store(), MIGRATIONS);
    }

    /** An empty one. */
    StoreConfig store() {
        return new StoreConfig(directory.resolve("db"));
    }

    static Write<Integer> insert(String name) {
        return statements -> {
            PreparedStatement insert = statements.prepared("INSERT INTO names (name) VALUES (?)");
            insert.setString(1, name);
            return insert.executeUpdate();
        };
    }

    static List<String> names(Database database) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement("SELECT name FROM names ORDER BY name");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** A writer that can be held in the middle of a write, and whose commits are counted. */
    private static final class Gated {

        final Database database;
        final BatchWriter writer;
        private final AtomicInteger commits = new AtomicInteger();
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);

        Gated(Database database) {
            this(database, BatchWriter.DEFAULT_CAPACITY);
        }

        Gated(Database database, int capacity) {
            this.database = database;
            writer = new BatchWriter(
                    "test",
                    new WriterSession(new PlainConnections(database), commits::incrementAndGet),
                    capacity,
                    BatchApplier.GRACE,
                    _ -> {});
            writer.start();
        }

        CompletableFuture<Integer> block() throws InterruptedException {
            CompletableFuture<Integer> blocking = writer.submit(HERE, _ -> {
                entered.countDown();
                try {
                    return gate.await(20, TimeUnit.SECONDS) ? 0 : 1;
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            });
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            return blocking;
        }

        void release() {
            gate.countDown();
        }

        int commits() {
            return commits.get();
        }

        void close() {
            writer.close();
        }
    }
}
