package io.pigw.runtime.store;

import static io.pigw.runtime.store.BatchWriterTest.MIGRATIONS;
import static io.pigw.runtime.store.BatchWriterTest.await;
import static io.pigw.runtime.store.BatchWriterTest.insert;
import static io.pigw.runtime.store.BatchWriterTest.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.runtime.identity.Pem;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPki;
import io.pigw.runtime.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is known by its certificate, as {@code sslmode=verify-full} in the URL demands. */
@NeedsPostgres
class PostgresTlsTest {

    private static final String HERE = "127.0.0.1";

    @TempDir
    private Path directory = Path.of("none");

    private final TestPostgres server = TestPostgres.shared();
    private final String schema =
            Objects.requireNonNull(server.store().postgresql()).schema();

    @Test
    void isUsedOverTlsAloneAndUnderItsOwnRootAndNameAlone() throws Exception {
        TestPki pki = TestPki.create();
        StoreConfig right = verified(HERE, root(pki));
        server.offerTls(pki);
        try (Databases databases = new Databases()) {
            // When it is written, read, and connected to again
            Database database = databases.open(right, MIGRATIONS);
            await(database.writer().submit(Runnable::run, insert("first")));
            assertThat(server.terminate("pigw " + schema)).isPositive();
            await(database.writer().submit(Runnable::run, insert("second")));
            assertThat(names(database)).containsExactly("first", "second");

            // Then
            assertThat(encrypted()).hasSizeGreaterThan(1).containsOnly("t");
            database.close();
            assertThatThrownBy(() -> databases.open(verified(HERE, root(TestPki.create())), MIGRATIONS))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be opened: SSL error");
            assertThatThrownBy(() -> databases.open(verified("localhost", root(pki)), MIGRATIONS))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("The hostname localhost could not be verified");
        } finally {
            server.refuseTls();
        }
        try (Databases databases = new Databases()) {
            assertThatThrownBy(() -> databases.open(right, MIGRATIONS))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll("The server does not support SSL", "sslmode");
        }
    }

    private List<String> encrypted() throws SQLException {
        return server.query("SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a ON a.pid = s.pid"
                + " WHERE a.application_name = 'pigw " + schema + "'");
    }

    private Path root(TestPki pki) throws IOException, GeneralSecurityException {
        Path file = directory.resolve("root-" + pki.hashCode() + ".pem");
        Pem.writeCertificates(file, List.of(pki.root()));
        return file;
    }

    private StoreConfig verified(String host, Path root) {
        String url = server.url().replace(HERE, host) + "?sslmode=verify-full&sslrootcert=" + root;
        return new StoreConfig(
                null, new PostgresConfig(url, schema, TestPostgres.USER, server.passwordFile(), Duration.ZERO));
    }
}
