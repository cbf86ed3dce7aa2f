package io.pigw.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    private static final String GOOD = """
            overlay:
              name: p2p.example.net
              ringBits: 11
            listen: 127.0.0.1:9512
            csps:
              - id: 512
                address: 127.0.0.1:9512
              - {id: 1536, address: "127.0.0.1:10536"}
            store:
              directory: /tmp/x
            """;

    @TempDir
    private Path directory;

    enum Mode {
        REDIRECT,
        DISCARD
    }

    record Store(Path directory) {}

    record Times(
            @Default("2s") Duration limit, @Default("3") int routes) {
        Times {
            if (routes < 1) {
                throw new IllegalArgumentException("routes must be 1 or more");
            }
        }
    }

    record Service(
            OverlayConfig overlay,
            HostPort listen,
            @Nullable HostPort advertised,
            @Default("[]") List<ContactConfig> csps,
            Store store,
            @Default("{}") Times times,
            @Default("redirect") Mode outOfRange,
            Optional<HostPort> admin) {}

    @Test
    void sectionsListsAndDefaultsAreRead() throws IOException {
        Service service = load(GOOD, Map.of());

        assertThat(service.overlay().ring().contains(NodeId.of(2047))).isTrue();
        assertThat(service.overlay().ring().contains(NodeId.of(2048))).isFalse();
        assertThat(service.listen()).isEqualTo(new HostPort("127.0.0.1", 9512));
        assertThat(service.advertised()).isNull();
        assertThat(service.admin()).isEmpty();
        assertThat(service.csps())
                .extracting(ContactConfig::contact)
                .containsExactly(NodeContact.parse("512 127.0.0.1:9512"), NodeContact.parse("1536 127.0.0.1:10536"));
        assertThat(service.store().directory()).isEqualTo(Path.of("/tmp/x"));
        assertThat(service.times()).isEqualTo(new Times(Duration.ofSeconds(2), 3));
        assertThat(service.outOfRange()).isEqualTo(Mode.REDIRECT);
    }

    @Test
    void variablesOverrideTheFile() throws IOException {
        Service service = load(
                GOOD,
                Map.of(
                        "PIGW_LISTEN", "0.0.0.0:1",
                        "PIGW_OVERLAY_RING_BITS", "128",
                        "PIGW_TIMES_LIMIT", "250ms",
                        "PIGW_OUT_OF_RANGE", "discard",
                        "PIGW_CSPS", "[{id: 7, address: 'h:7'}]",
                        "PIGW_ADMIN", "127.0.0.1:8080",
                        "PIGW_LOG", "DEBUG"));

        assertThat(service.listen()).isEqualTo(new HostPort("0.0.0.0", 1));
        assertThat(service.overlay().ringBits()).isEqualTo(128);
        assertThat(service.times()).isEqualTo(new Times(Duration.ofMillis(250), 3));
        assertThat(service.outOfRange()).isEqualTo(Mode.DISCARD);
        assertThat(service.csps()).extracting(ContactConfig::id).containsExactly("7");
        assertThat(service.admin()).contains(new HostPort("127.0.0.1", 8080));
    }

    @Test
    void variablesAloneGiveAWholeSection() throws IOException {
        Service service =
                load(GOOD.replace("store:\n  directory: /tmp/x\n", ""), Map.of("PIGW_STORE_DIRECTORY", "/var/lib/x"));

        assertThat(service.store().directory()).isEqualTo(Path.of("/var/lib/x"));
    }

    @Test
    void anUnknownKeyIsToldWithItsLine() {
        assertWrong(GOOD.replace("ringBits", "ringbits"), "service.yaml:3: overlay.ringbits: unknown key");
        assertWrong(GOOD.replace("  - id: 512", "  - ID: 512"), "service.yaml:6: csps[0].ID: unknown key");
    }

    @Test
    void aMissingKeyIsToldWithItsVariable() {
        assertWrong(
                GOOD.replace("listen: 127.0.0.1:9512\n", ""),
                "service.yaml: listen: missing; give it in the file or as PIGW_LISTEN");
        assertWrong(GOOD.replace("  directory: /tmp/x\n", ""), "store.directory: missing");
    }

    @Test
    void aWrongValueIsToldWithItsLine() {
        assertWrong(GOOD.replace("listen: 127.0.0.1:9512", "listen: nowhere"), "service.yaml:4: listen: ");
        assertWrong(GOOD.replace("ringBits: 11", "ringBits: eleven"), "service.yaml:3: overlay.ringBits: ");
        assertWrong(GOOD.replace("ringBits: 11", "ringBits: 129"), "overlay.ringBits must be 1 to 128");
        assertWrong(GOOD + "times: {limit: soon}\n", "service.yaml:11: times.limit: expected a duration");
        assertWrong(GOOD + "times: {routes: 0}\n", "routes must be 1 or more");
        assertWrong(GOOD + "outOfRange: perhaps\n", "service.yaml:11: outOfRange: ");
        assertWrong(GOOD.replace("id: 512", "id: bob"), "csps[0]");
    }

    @Test
    void whatIsNoYamlOfKeysIsToldWithItsLine() {
        assertWrong(GOOD + "listen: again:1\n", "service.yaml:11: ");
        assertWrong("overlay: [\n", "service.yaml:");
        assertWrong("just text", "expected keys and values");
        assertWrong("", "missing");
        assertThatThrownBy(() -> Configuration.load(directory.resolve("none.yaml"), Service.class, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none.yaml: there is no such file")
                .hasMessageContaining("docs/configuration.md");
        assertThatThrownBy(() -> Configuration.load(directory, Service.class, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("it is a folder");
    }

    @Test
    void durationsHaveUnits() {
        assertThat(Scalars.duration("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(Scalars.duration("10 m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(Scalars.duration("24H")).isEqualTo(Duration.ofHours(24));
        assertThat(Scalars.duration("30d")).isEqualTo(Duration.ofDays(30));
        assertThat(Scalars.duration("PT1.5S")).isEqualTo(Duration.ofMillis(1500));
        assertThatThrownBy(() -> Scalars.duration("5")).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertWrong(String yaml, String told) {
        assertThatThrownBy(() -> load(yaml, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(told);
    }

    private Service load(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(directory.resolve("service.yaml"), yaml);
        return Configuration.load(file, Service.class, environment);
    }
}
