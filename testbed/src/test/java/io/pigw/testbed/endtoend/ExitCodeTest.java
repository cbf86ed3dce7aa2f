package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.cli.PigwMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed or configured wrong is said in a line, and the command ends with 2. */
class ExitCodeTest {

    @TempDir
    private Path folder = Path.of("none");

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "csp", "sos", "enrollment", "peer"})
    void aServiceWithAWrongConfigurationEndsWithTwoAndNamesThePlace(String service) throws Exception {
        // Given
        Path config = Files.writeString(folder.resolve("wrong.yaml"), "# nothing yet\nbogus: 1\n");
        Path told = folder.resolve("told.txt");

        // When
        Process process = run(told, service, "--config", config.toString());

        // Then
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(told, StandardCharsets.UTF_8))
                .contains("pigw " + service + ": " + config + ":2: bogus: unknown key")
                .doesNotContain("\tat ");
        assertThat(process.exitValue()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "standalone --admin 0.0.0.0:9080",
                "demo --ring-bits 5",
                "demo --routes 0",
                "demo --messages 0",
                "standalone --csps 0",
                "standalone --sip nowhere",
                "standalone --gateway-sip nowhere.yaml",
                "simulate --routes 33",
                "simulate --nodes 4096 --ring-bits 11",
                "inbox --peer bob",
                "send --from bob --to sip:alice@ims.example.net hello"
            })
    void wrongOptionsEndWithTwo(String line) {
        assertThat(PigwMain.execute(line.split(" "))).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://127.0.0.1:5070 | ims.example.net | sip.core: http://127.0.0.1:5070 is not [sip:",
                "sip:alice@127.0.0.1 | ims.example.net | sip.core: sip:alice@127.0.0.1 is not [sip:",
                "127.0.0.1:99999 | ims.example.net | sip.core: 127.0.0.1:99999 is not [sip:",
                "sips:core.example.net | ims.example.net | needs the section sip.tls",
                "127.0.0.1:5070 | p2p.example.net | sip.domain: p2p.example.net is the overlay's",
            })
    void aWrongSipSectionIsNamedWithoutTheUsage(String core, String domain, String complaint) throws Exception {
        // Given
        Path sip = Files.writeString(
                folder.resolve("sip.yaml"), "listen: 127.0.0.1:0\ncore: \"" + core + "\"\ndomain: " + domain + "\n");
        Path told = folder.resolve("told.txt");

        // When
        Process process = run(told, "standalone", "--gateway-sip", sip.toString());

        // Then
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(told, StandardCharsets.UTF_8))
                .startsWith("pigw: " + sip)
                .contains(complaint)
                .doesNotContain("Usage:");
        assertThat(process.exitValue()).isEqualTo(2);
    }

    private static Process run(Path output, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                PigwMain.class.getName());
        builder.command().addAll(List.of(arguments));
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }
}
