package io.pigw.enrollment.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.store.DatabaseEnrollmentStore;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tokens a restoration takes back. */
class RestoredTokensTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000);

    @Test
    void endsWhatMayHaveBeenUsedSince(@TempDir Path directory) throws Exception {
        try (Databases databases = new Databases();
                Database database =
                        databases.open(new StoreConfig(directory.resolve("db")), DatabaseEnrollmentStore.MIGRATIONS);
                Connection connection = database.connection();
                Statement sql = connection.createStatement()) {
            token(sql, "good", 2_000, "NULL");
            token(sql, "expired", 500, "NULL");
            token(sql, "approved", 500, "NULL");
            token(sql, "used", 2_000, "400");
            sql.execute("INSERT INTO requests (id, claim, csr_hash, key_hash, account, role, users, address, state,"
                    + " created_at, expires_at)"
                    + " VALUES ('1', 'approved', 'c', 'k', 'a', 'PEER', 'a@b', '::1', 'APPROVED', 0, 9000)");

            int voided = database.writer()
                    .submit(Runnable::run, statements -> RestoredTokens.voidUnused(statements, NOW))
                    .get(20, TimeUnit.SECONDS);

            assertThat(voided).isEqualTo(2);
            Map<String, Long> ended = new TreeMap<>();
            try (ResultSet row = sql.executeQuery("SELECT hash, voided_at FROM tokens WHERE voided_at IS NOT NULL")) {
                while (row.next()) {
                    ended.put(row.getString(1), row.getLong(2));
                }
            }
            assertThat(ended).isEqualTo(Map.of("good", 1_000L, "approved", 1_000L));
            try (ResultSet row = sql.executeQuery("SELECT state FROM requests")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("WITHDRAWN");
            }
        }
    }

    private static void token(Statement sql, String hash, long expires, String used) throws Exception {
        sql.execute("INSERT INTO tokens (hash, account, role, users, created_at, expires_at, used_at) VALUES ('" + hash
                + "', 'a', 'PEER', 'a@b', 0, " + expires + ", " + used + ")");
    }
}
