package io.pigw.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.PostgresConfig;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service of another process, whose database this process takes. */
@NeedsPostgres
class TakenDatabaseTest {

    @TempDir
    private Path directory = Path.of("none");

    @Test
    void endsByItselfAndSaysWhyAndSaysNoGoodbye() throws Exception {
        // Given a service that runs, and loses its connection
        TestPostgres server = TestPostgres.shared();
        StoreConfig store = server.store();
        PostgresConfig schema = Objects.requireNonNull(store.postgresql());
        Path told = directory.resolve("told.txt");
        Process service = start(schema, told);
        try (BufferedReader out = service.inputReader();
                Writer in = service.outputWriter();
                Databases databases = new Databases()) {
            assertThat(out.readLine()).isEqualTo(WritingMain.OPEN);
            assertThat(server.terminate("pigw " + schema.schema())).isPositive();

            // When another has the database, and the service would write
            try (Database _ = databases.open(store, WritingMain.MIGRATIONS)) {
                in.write("name\n");
                in.flush();

                // Then
                assertThat(service.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(service.exitValue()).isEqualTo(1);
            assertThat(out.readLine()).as("neither 'written' nor 'closed'").isNull();
            assertThat(Files.readString(told, StandardCharsets.UTF_8))
                    .contains("The database belongs to another process")
                    .contains("pigw writing: another process has taken the schema " + schema.schema())
                    .contains("this process ends");
        } finally {
            service.destroyForcibly();
        }
    }

    private Process start(PostgresConfig schema, Path told) throws IOException {
        Path config = Files.writeString(
                directory.resolve("writing.yaml"),
                "store:\n  postgresql:\n    url: " + schema.url() + "\n    schema: " + schema.schema() + "\n    user: "
                        + schema.user() + "\n    passwordFile: " + schema.passwordFile() + "\n");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingMain.class.getName(),
                        "--config",
                        config.toString())
                .redirectError(told.toFile())
                .start();
    }
}
