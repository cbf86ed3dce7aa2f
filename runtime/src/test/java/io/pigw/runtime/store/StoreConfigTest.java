package io.pigw.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreConfigTest {

    private static final String GOOD = """
            store:
              postgresql:
                url: jdbc:postgresql://db.example.net:5432/pigw?sslmode=verify-full
                schema: gateway
                user: pigw
                passwordFile: secrets/postgres
            """;

    @TempDir
    private Path directory;

    record Service(StoreConfig store) {}

    @Test
    void aDirectoryOrASchema() throws IOException {
        assertThat(load("store: {directory: data}", Map.of()).store()).isEqualTo(new StoreConfig(Path.of("data")));
        assertThat(load(GOOD, Map.of()).store())
                .isEqualTo(new StoreConfig(
                        null,
                        new PostgresConfig(
                                "jdbc:postgresql://db.example.net:5432/pigw?sslmode=verify-full",
                                "gateway",
                                "pigw",
                                Path.of("secrets/postgres"),
                                Duration.ofSeconds(60))));
        assertThat(load(
                                "store: {directory: data}",
                                Map.of(
                                        "PIGW_STORE_DIRECTORY", "null",
                                        "PIGW_STORE_POSTGRESQL_URL", "jdbc:postgresql://h/d",
                                        "PIGW_STORE_POSTGRESQL_SCHEMA", "csp_512",
                                        "PIGW_STORE_POSTGRESQL_USER", "u"))
                        .store())
                .isEqualTo(new StoreConfig(
                        null,
                        new PostgresConfig("jdbc:postgresql://h/d", "csp_512", "u", null, Duration.ofSeconds(60))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                schema: gateway                   | directory: x                 | unknown key
                schema: gateway                   | schema: Gateway              | lower-case letters
                schema: gateway                   | schema: pg_gateway           | no pg_ first
                jdbc:postgresql://db.example.net  | jdbc:mysql://db.example.net  | expected jdbc:postgresql://
                sslmode=verify-full               | password=hidden              | .passwordFile
                sslmode=verify-full               | currentSchema=other          | and .schema
                user: pigw                        | user: ''                     | user is empty
                passwordFile: secrets/postgres    | startWait: 2h                | must be 0s to 1h
                store:                            | store: {directory: x}        | store
                """)
    void whatIsWrongIsTold(String good, String wrong, String told) {
        assertThatThrownBy(() -> load(GOOD.replace(good, wrong), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("service.yaml")
                .hasMessageContaining(told)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void exactlyOneOfBoth() {
        assertThatThrownBy(() -> load(GOOD.replace("  postgresql:", "  directory: x\n  postgresql:"), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("both given: take one out");
        assertThatThrownBy(() -> load("store: {}", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("give store.directory, or store.postgresql");
    }

    @Test
    void aPasswordThatOthersCanReadIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "hidden\n");
        PostgresConfig config = new PostgresConfig("jdbc:postgresql://h/d", "s", "u", file, Duration.ZERO);

        try (Databases databases = new Databases()) {
            assertThatThrownBy(() -> databases.open(new StoreConfig(null, config), "io/pigw/runtime/store/db"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll("store.postgresql.passwordFile", "chmod 600")
                    .hasMessageNotContaining("hidden");
        }
    }

    private Service load(String yaml, Map<String, String> environment) throws IOException {
        return Configuration.load(
                Files.writeString(directory.resolve("service.yaml"), yaml), Service.class, environment);
    }
}
