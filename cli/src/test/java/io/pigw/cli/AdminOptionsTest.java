package io.pigw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is typed wins over the environment, and that over the default. */
class AdminOptionsTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("PIGW_ADMIN_URL", "http://127.0.0.1:9100");

    @TempDir
    private Path data = Path.of("none");

    @Test
    void theUrlIsTheFirstThatIsSaid() throws Exception {
        Files.writeString(data.resolve("admin.json"), "{\"url\": \"http://127.0.0.1:9080\"}");

        assertThat(url(ENVIRONMENT, "--admin", "http://127.0.0.1:1", "--data", data.toString()))
                .hasToString("http://127.0.0.1:1");
        assertThat(url(ENVIRONMENT, "--data", data.toString())).hasToString("http://127.0.0.1:9080");
        assertThat(url(ENVIRONMENT)).hasToString("http://127.0.0.1:9100");
        assertThatThrownBy(() -> url(Map.of("PIGW_ADMIN_URL", "")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("pigw-data/admin.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "localhost:9080", "127.0.0.1:9080", "http:///x", "ftp://localhost/"})
    void whatIsNoUrlIsNamed(String text) {
        assertThatThrownBy(() -> url(ENVIRONMENT, "--admin", text))
                .isInstanceOf(UsageError.class)
                .hasMessage("--admin takes a URL such as http://127.0.0.1:9080, not " + text);
        assertThatThrownBy(() -> url(Map.of("PIGW_ADMIN_URL", text)))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith("PIGW_ADMIN_URL takes a URL");
    }

    private static URI url(Map<String, String> environment, String... line) {
        AdminOptions options = new AdminOptions(environment);
        new CommandLine(options).parseArgs(line);
        return options.url();
    }
}
