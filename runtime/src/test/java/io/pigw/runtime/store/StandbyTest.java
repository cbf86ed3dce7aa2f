package io.pigw.runtime.store;

import static io.pigw.runtime.store.BatchWriterTest.MIGRATIONS;
import static io.pigw.runtime.store.BatchWriterTest.await;
import static io.pigw.runtime.store.BatchWriterTest.insert;
import static io.pigw.runtime.store.BatchWriterTest.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two processes, played by two sets of databases, that share a schema. */
@NeedsPostgres
class StandbyTest {

    private final StoreConfig store = TestPostgres.shared().store();

    @Test
    void readsWhatAnotherWritesAndTakesOver() throws Exception {
        try (Databases first = new Databases();
                Databases second = new Databases()) {
            // Given
            Database held = first.openIfFree(store, MIGRATIONS).orElseThrow();
            await(held.writer().submit(Runnable::run, insert("by the first")));

            // Then
            assertThat(second.openIfFree(store, MIGRATIONS)).isEmpty();
            try (Standby standby = second.standby(store)) {
                assertThat(standby.read(StandbyTest::count)).isEqualTo(1);
                assertThat(standby.isFree()).isFalse();

                // When
                held.close();

                // Then
                awaitFree(standby);
                Optional<Database> taken = second.openIfFree(store, MIGRATIONS);
                assertThat(standby.isFree()).isFalse();
                try (Database database = taken.orElseThrow()) {
                    assertThat(names(database)).containsExactly("by the first");
                }
            }
        }
    }

    @Test
    void looksAgainAfterItsConnectionWasCut() throws Exception {
        try (Databases first = new Databases();
                Databases second = new Databases();
                Standby standby = second.standby(store)) {
            Database held = first.open(store, MIGRATIONS);
            assertThat(standby.isFree()).isFalse();

            TestPostgres.shared()
                    .query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE query LIKE '%pg_try_advisory_lock%' AND pid <> pg_backend_pid()"
                            + " AND pid NOT IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')");

            assertThat(standby.isFree()).isFalse();
            held.close();
            awaitFree(standby);
        }
    }

    @Test
    void aDirectoryIsNotReadBesideItsProcess() {
        try (Databases databases = new Databases()) {
            assertThatIllegalArgumentException().isThrownBy(() -> databases.standby(new StoreConfig(Path.of("db"))));
        }
    }

    /** The server gives a lock up some time after its connection was closed. */
    private static void awaitFree(Standby standby) {
        Awaitility.await().until(standby::isFree);
    }

    private static int count(Statements statements) throws SQLException {
        try (ResultSet row = statements.prepared("SELECT COUNT(*) FROM names").executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }
}
