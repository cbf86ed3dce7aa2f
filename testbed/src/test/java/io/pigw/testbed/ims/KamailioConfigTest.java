package io.pigw.testbed.ims;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docker/ims-core/kamailio.cfg} in each of its shapes is what Kamailio takes. */
class KamailioConfigTest {

    @TempDir
    Path folder;

    static Stream<Map<String, String>> shapes() {
        return Stream.of(
                Map.of(),
                Map.of("OPEN", "1"),
                Map.of("CORE_TLS", "tls:127.0.0.1:5071"),
                Map.of("CORE_TLS", "tls:127.0.0.1:5071", "OPEN", "1"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void passesKamailiosOwnCheck(Map<String, String> environment) throws Exception {
        // given
        Kamailio.require();
        Path said = folder.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "kamailio",
                        "-c",
                        "-f",
                        Kamailio.files().resolve("kamailio.cfg").toString(),
                        "-w",
                        folder.toString(),
                        "-Y",
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().putAll(environment);

        // when
        Process check = builder.start();

        // then
        assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).content().contains("config file ok");
        assertThat(check.exitValue()).isZero();
    }
}
