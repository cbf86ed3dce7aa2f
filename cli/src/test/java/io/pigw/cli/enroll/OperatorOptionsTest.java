package io.pigw.cli.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.cli.UsageError;
import io.pigw.cli.UserError;
import io.pigw.cli.enroll.OperatorOptions.Server;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is typed wins over the environment, and that over the default; each of the two by itself. */
class OperatorOptionsTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("PIGW_ENROLL_ADMIN", "https://ca.example.net:9443", "PIGW_ENROLL_IDENTITY", "olivia");

    @TempDir
    private Path data = Path.of("none");

    @BeforeEach
    void standalone() throws Exception {
        Files.writeString(
                data.resolve("admin.json"), "{\"operators\": \"https://127.0.0.1:1234\", \"identity\": \"operator\"}");
    }

    @Test
    void theServerIsTheFirstThatIsSaid() {
        assertThat(server(ENVIRONMENT, "--admin", "https://localhost:1", "--data", data.toString()))
                .isEqualTo(new Server(URI.create("https://localhost:1"), Path.of("operator")));
        assertThat(server(ENVIRONMENT, "--data", data.toString()))
                .isEqualTo(new Server(URI.create("https://127.0.0.1:1234"), Path.of("operator")));
        assertThat(server(ENVIRONMENT, "--identity", "bob"))
                .isEqualTo(new Server(URI.create("https://ca.example.net:9443"), Path.of("bob")));
        assertThat(server(ENVIRONMENT))
                .isEqualTo(new Server(URI.create("https://ca.example.net:9443"), Path.of("olivia")));
        assertThatThrownBy(() -> server(Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("pigw-data/admin.json");
    }

    @Test
    void aVariableThatIsNoUrlIsNamed() {
        assertThatThrownBy(() -> server(Map.of("PIGW_ENROLL_ADMIN", "127.0.0.1:9443", "PIGW_ENROLL_IDENTITY", "o")))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("PIGW_ENROLL_ADMIN");
    }

    private static Server server(Map<String, String> environment, String... line) {
        OperatorOptions options = new OperatorOptions(environment);
        new CommandLine(options).parseArgs(line);
        return options.server();
    }
}
