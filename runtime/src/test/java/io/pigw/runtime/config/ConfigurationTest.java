package io.pigw.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    record Extra(String name) {}

    record Service(
            OverlayConfig overlay,
            HostPort listen,
            @Nullable HostPort advertised,
            @Default("[]") List<ContactConfig> csps,
            Store store,
            @Default("{}") Times times,
            @Default("redirect") Mode outOfRange,
            Optional<HostPort> admin,
            @Default("[]") List<String> names,
            @Nullable Extra extra) {}

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
    void anEmptyVariableSaysNothingAndNullTakesAway() throws IOException {
        String yaml = GOOD + "admin: 127.0.0.1:1\nadvertised: 127.0.0.1:2\ntimes: {routes: 5}\nextra: {name: a}\n";

        Service emptied = load(yaml, Map.of("PIGW_ADMIN", "", "PIGW_STORE", " ", "PIGW_EXTRA_NAME", ""));
        Service taken = load(
                yaml,
                Map.of("PIGW_ADMIN", "null", "PIGW_ADVERTISED", "null", "PIGW_TIMES", "null", "PIGW_EXTRA", "null"));

        assertThat(emptied).isEqualTo(load(yaml, Map.of()));
        assertThat(taken).isEqualTo(load(GOOD, Map.of()));
    }

    @Test
    void variablesTakeAddressesAndListsAsTheyAreUsuallyWritten() throws IOException {
        Service service = load(
                GOOD + "names: [c]\n",
                Map.of("PIGW_LISTEN", "[::1]:7", "PIGW_ADMIN", "\"[::1]:8\"", "PIGW_NAMES", "a, b"));

        assertThat(service.listen()).isEqualTo(new HostPort("::1", 7));
        assertThat(service.admin()).contains(new HostPort("::1", 8));
        assertThat(service.names()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PIGW_LISTEN | nowhere | PIGW_LISTEN: listen: ",
                "PIGW_CSPS | [{id: 7}] | PIGW_CSPS: csps[0].address: missing",
                "PIGW_CSPS | [{id: 7 | PIGW_CSPS: csps: not YAML",
                "PIGW_CSPS | {id: 7} | PIGW_CSPS: csps: expected a list",
                "PIGW_TIMES_LIMIT | soon | PIGW_TIMES_LIMIT: times.limit: expected a duration",
                "PIGW_STORE | null | service.yaml:9: store: missing; give it in the file or as PIGW_STORE",
            })
    void aWrongVariableIsNamed(String variable, String value, String told) {
        assertThatThrownBy(() -> load(GOOD, Map.of(variable, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PIGW_LISTENN | did you mean PIGW_LISTEN?",
                "PIGW_OUTOFRANGE | did you mean PIGW_OUT_OF_RANGE?",
                "PIGW_CSPS_0_ID | a list is given as a whole, by PIGW_CSPS",
                "PIGW_EXTRA_SERVICE_HOST | does nothing",
            })
    void aVariableThatIsNoKeyIsToldAndDoesNothing(String variable, String told) throws IOException {
        Map<String, String> environment = Map.of(variable, "sesame");

        List<String> warnings = Configuration.check(file(GOOD), Service.class, environment);

        assertThat(warnings).singleElement(STRING).contains(variable, told).doesNotContain("sesame");
        assertThat(load(GOOD, environment)).isEqualTo(load(GOOD, Map.of()));
    }

    @Test
    void variablesForOthersAreLeftAlone() throws IOException {
        List<String> warnings = Configuration.check(
                file(GOOD),
                Service.class,
                Map.of(
                        "PIGW_LOG",
                        "DEBUG",
                        "PIGW_HEAP",
                        "1g",
                        "PIGW_JRE_IMAGE",
                        "jre",
                        "PATH",
                        "/bin",
                        "PIGW_LISTEN",
                        "h:1"));

        assertThat(warnings).isEmpty();
    }

    @Test
    void theReferenceHasEveryKey() {
        assertThat(ConfigurationReference.of(Service.class))
                .extracting(
                        ConfigurationKey::path,
                        key -> key.kind().word(),
                        ConfigurationKey::byDefault,
                        ConfigurationKey::required,
                        ConfigurationKey::variable)
                .contains(
                        tuple("overlay", "section", null, true, "PIGW_OVERLAY"),
                        tuple("overlay.ringBits", "number", "128", false, "PIGW_OVERLAY_RING_BITS"),
                        tuple("listen", "address", null, true, "PIGW_LISTEN"),
                        tuple("advertised", "address", null, false, "PIGW_ADVERTISED"),
                        tuple("csps", "list", "[]", false, "PIGW_CSPS"),
                        tuple("csps[].id", "text", null, true, null),
                        tuple("store.directory", "path", null, true, "PIGW_STORE_DIRECTORY"),
                        tuple("times.limit", "duration", "2s", false, "PIGW_TIMES_LIMIT"),
                        tuple("outOfRange", "choice", "redirect", false, "PIGW_OUT_OF_RANGE"),
                        tuple("admin", "address", null, false, "PIGW_ADMIN"));
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
        return Configuration.load(file(yaml), Service.class, environment);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("service.yaml"), yaml);
    }
}
