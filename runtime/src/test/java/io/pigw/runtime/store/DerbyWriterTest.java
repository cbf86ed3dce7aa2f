package io.pigw.runtime.store;

import static io.pigw.runtime.store.BatchWriterTest.MIGRATIONS;
import static io.pigw.runtime.store.BatchWriterTest.await;
import static io.pigw.runtime.store.BatchWriterTest.insert;
import static io.pigw.runtime.store.BatchWriterTest.names;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerbyWriterTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final Databases databases = new Databases();

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommitThatIsCutOffTakesEffectOnceAndIsToldTruly(boolean committed) throws Exception {
        // Given: a connection that ends in the middle of its commit
        Database database = databases.open(new StoreConfig(directory.resolve("db")), MIGRATIONS);
        AtomicInteger cuts = new AtomicInteger();
        DerbyWriter connections = new DerbyWriter(
                () -> cuts.get() > 0
                        ? database.connection()
                        : CuttingConnection.of(database.connection(), committed, cuts::incrementAndGet),
                () -> {});
        BatchWriter writer =
                new BatchWriter("test", new WriterSession(connections, () -> {}), 100, BatchApplier.GRACE, _ -> {});
        writer.start();

        // When: a write that tells whether it was there before
        boolean fresh = await(writer.submit(Runnable::run, statements -> {
            PreparedStatement select = statements.prepared("SELECT name FROM names WHERE name = 'once'");
            try (ResultSet rows = select.executeQuery()) {
                if (rows.next()) {
                    return false;
                }
            }
            return insert("once").apply(statements) == 1;
        }));

        // Then
        assertThat(fresh).isTrue();
        assertThat(cuts).hasValue(1);
        assertThat(names(database)).containsExactly("once");
        writer.close();
    }

    @Test
    void aDatabaseThatANewConnectionFailsOnIsOpenedAnew() throws Exception {
        // Given: a database that misses its tables after it was opened again, until it is shut down
        Database database = databases.open(new StoreConfig(directory.resolve("db")), MIGRATIONS);
        AtomicInteger opened = new AtomicInteger();
        AtomicBoolean halfOpen = new AtomicBoolean();
        DerbyWriter connections = new DerbyWriter(
                () -> {
                    if (halfOpen.get()) {
                        throw new SQLException("Table/View 'PIGW_WRITER' does not exist.", "42X05");
                    }
                    return opened.getAndIncrement() == 0
                            ? CuttingConnection.of(database.connection(), false, () -> halfOpen.set(true))
                            : database.connection();
                },
                () -> halfOpen.set(false));
        BatchWriter writer =
                new BatchWriter("test", new WriterSession(connections, () -> {}), 100, BatchApplier.GRACE, _ -> {});
        writer.start();

        // When
        await(writer.submit(Runnable::run, insert("once")));

        // Then
        assertThat(names(database)).containsExactly("once");
        writer.close();
    }

    @Test
    void anotherProcessBeginsAnew() {
        // Given
        StoreConfig store = new StoreConfig(directory.resolve("db"));
        Database first = databases.open(store, MIGRATIONS);
        await(first.writer().submit(Runnable::run, insert("a")));
        await(first.writer().submit(Runnable::run, insert("b")));
        first.close();

        // When
        Database second = databases.open(store, MIGRATIONS);
        await(second.writer().submit(Runnable::run, insert("c")));

        // Then
        long batch = await(second.writer().submit(Runnable::run, statements -> {
            try (ResultSet row =
                    statements.prepared("SELECT batch FROM pigw_writer").executeQuery()) {
                return row.next() ? row.getLong(1) : -1;
            }
        }));
        assertThat(batch).isEqualTo(1);
    }
}
