package io.pigw.enrollment.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.enrollment.store.DatabaseEnrollmentStore;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The log in a database: whole transactions, no gaps, no changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditLogTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123456Z");

    private Path directory;
    private Databases databases;
    private Database database;
    private AuditStore store;

    @BeforeAll
    void open(@TempDir Path in) {
        directory = in;
        open();
    }

    private void open() {
        databases = new Databases();
        database = databases.open(store(), DatabaseEnrollmentStore.MIGRATIONS);
        store = new DatabaseAuditStore(database.writer());
    }

    /** The same for all tests. */
    StoreConfig store() {
        return new StoreConfig(directory.resolve("db"));
    }

    @AfterAll
    void close() {
        database.close();
        databases.close();
    }

    @Test
    void keepsEventsAsTheyWereAndChainsThem() throws Exception {
        int before = all().size();
        AuditEvent event = event(1).with("account", "a\"b\\c\n\ud83d").with("empty", "");
        for (int i = 0; i < 700; i++) {
            var _ = store.append(i == 0 ? event : event(i));
        }

        List<AuditEntry> all = all();
        AuditEntry first = all.get(before);

        assertThat(all).hasSize(before + 700);
        assertThat(first.at()).isEqualTo(Instant.parse("2026-11-21T10:00:00.123Z"));
        assertThat(first.actor()).isEqualTo("node:1");
        assertThat(first.details()).containsOnlyKeys("account", "n");
        assertThat(first.details().get("account")).isEqualTo("a\"b\\c\ufffd\ufffd");
        assertThat(verdict(all)).isEqualTo(new AuditVerdict.Intact(before + 700, await(store.head())));
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        await(store.append(event(1)));
        AuditHead before = await(store.head());
        close();
        open();

        await(store.append(event(2)));

        assertThat(verdict(all())).isEqualTo(new AuditVerdict.Intact(before.seq() + 1, await(store.head())));
    }

    @Test
    void leavesNothingOfATransactionThatFails() throws Exception {
        int before = all().size();
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int n = i;
            writes.add(database.writer().submit(Runnable::run, statements -> {
                AuditLog.append(statements, event(n));
                if (n % 3 == 0) {
                    throw new SQLException("what it was about failed");
                }
                return true;
            }));
        }
        await(CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).exceptionally(_ -> null));

        List<AuditEntry> all = all();

        assertThat(all.subList(before, all.size()))
                .hasSize(66)
                .noneMatch(entry -> Integer.parseInt(entry.details().get("n")) % 3 == 0);
        assertThat(verdict(all)).isInstanceOf(AuditVerdict.Intact.class);
    }

    @Test
    void cannotBeChangedBySql() throws Exception {
        await(store.append(event(1)));
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {

            assertThatThrownBy(() -> statement.executeUpdate("UPDATE audit SET subject = 'other'"))
                    .message()
                    .containsIgnoringCase("the_audit_log_is_append_only");
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM audit"))
                    .message()
                    .containsIgnoringCase("the_audit_log_is_append_only");
        }
        assertThat(verdict(all())).isInstanceOf(AuditVerdict.Intact.class);
    }

    private static AuditEvent event(int n) {
        return AuditEvent.done(NOW, AuditActor.node(NodeId.of(1)), AuditAction.RENEWED, "node " + n)
                .with("n", n);
    }

    private static AuditVerdict verdict(List<AuditEntry> entries) {
        AuditChain chain = new AuditChain();
        entries.forEach(chain::add);
        return chain.verdict();
    }

    private List<AuditEntry> all() throws Exception {
        List<AuditEntry> all = new ArrayList<>();
        List<AuditEntry> page = await(store.after(0, AuditStore.MAX_PAGE));
        while (!page.isEmpty()) {
            all.addAll(page);
            page = await(store.after(page.getLast().seq(), AuditStore.MAX_PAGE));
        }
        return all;
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }
}
