package io.pigw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {

    private static final Path EXAMPLE = Path.of("..", "docs", "examples", "sos.yaml");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("none");

    @Test
    void keysAreShownWithVariableTypeAndDefault() {
        int code = run("config", "sos");

        assertThat(code).isZero();
        assertThat(out.toString().lines().map(line -> List.of(line.split(" {2,}"))))
                .contains(
                        List.of("KEY", "VARIABLE", "TYPE", "DEFAULT"),
                        List.of("listen", "PIGW_LISTEN", "address", "required"),
                        List.of("opinions.halfLife", "PIGW_OPINIONS_HALF_LIFE", "duration", "1d"),
                        List.of("admin", "PIGW_ADMIN", "address", "-"));
    }

    @Test
    void keysAreShownAsJson() {
        int code = run("config", "csp", "--json");

        assertThat(code).isZero();
        List<JsonNode> keys = out.toString().lines().map(Json::parse).toList();
        assertThat(keys)
                .filteredOn(key -> key.path("key").asText().equals("locate"))
                .singleElement()
                .isEqualTo(Json.parse("""
                        {"key": "locate", "variable": "PIGW_LOCATE", "type": "choice", "choices": ["ping", "cache", "flow"],
                         "default": "ping", "required": false}"""));
    }

    @Test
    void aGoodFileEndsWithZero() {
        int code = run("config", "sos", "--check", EXAMPLE.toString());

        assertThat(code).isZero();
        assertThat(out.toString()).contains("sos.yaml: can be read by the service sos");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aWrongFileEndsWithTwoAndItsPlace() throws Exception {
        Path wrong =
                Files.writeString(folder.resolve("wrong.yaml"), Files.readString(EXAMPLE) + "admim: 127.0.0.1:1\n");

        int code = run("config", "sos", "--check", wrong.toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("wrong.yaml:", "admim: unknown key; known here:");
    }

    @Test
    void aWrongFileEndsWithTwoInJsonToo() {
        int code = run("config", "gateway", "--check", EXAMPLE.toString(), "--json");

        assertThat(code).isEqualTo(2);
        JsonNode said = Json.parse(out.toString());
        assertThat(said.path("valid").asBoolean(true)).isFalse();
        assertThat(said.path("error").asText()).contains("sos.yaml", "unknown key");
        assertThat(err.toString()).isEmpty();
    }

    private int run(String... line) {
        CommandLine command = PigwMain.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(line);
    }
}
