package io.pigw.sos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.config.ConfigurationException;
import io.pigw.trust.PathOperator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SosConfigTest {

    private static final String LEAST = """
            identity: {key: key.pem, certificates: certificates.pem, trust: trust.pem}
            listen: 127.0.0.1:9099
            overlay: {name: p2p.example.net, ringBits: 11}
            store: {directory: db}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void whatIsLeftOutHasItsDefault() throws IOException {
        SosConfig config = load(LEAST);

        assertThat(config.opinions()).isEqualTo(OpinionConfig.DEFAULTS);
        assertThat(config.condemnation()).isEqualTo(CondemnationConfig.DEFAULTS);
        assertThat(config.exclusionsAt()).isEmpty();
        assertThat(config.admin()).isNull();
        assertThat(config.listen()).isEqualTo(new HostPort("127.0.0.1", 9099));
    }

    @Test
    void everyKeyCanBeSet() throws IOException {
        SosConfig config = load(LEAST + """
                opinions: {operator: multi_edge, baseRate: 0.25, halfLife: 2h, voteWindow: 5s, maxGood: 20, maxLinks: 10000,
                  maxStored: 20000}
                condemnation: {leastDisbelief: 0.6, mostUncertainty: 0.1, leastContradictions: 2, leastOfOne: 1.5,
                  leastObservers: 4, leastDestinations: 5, action: alarm, lasts: 2h}
                admin: 127.0.0.1:0
                """);

        assertThat(config.opinions())
                .isEqualTo(new OpinionConfig(
                        PathOperator.MULTI_EDGE, .25, Duration.ofHours(2), Duration.ofSeconds(5), 20, 10_000, 20_000));
        assertThat(config.condemnation())
                .isEqualTo(new CondemnationConfig(.6, .1, 2, 1.5, 4, 5, CondemnationAction.ALARM, Duration.ofHours(2)));
        assertThat(config.admin()).isEqualTo(new HostPort("127.0.0.1", 0));
    }

    @Test
    void theEnrollmentServerIsKnownForExclusionsWithTheRenewal() throws IOException {
        String renewing = LEAST.replace("trust.pem}", "trust.pem, renewal: {est: 'https://ca:8443/.well-known/est'}}");

        assertThat(load(renewing).exclusionsAt()).isEmpty();
        assertThat(load(renewing + "exclusions: {}\n").exclusionsAt())
                .contains(URI.create("https://ca:8443/.well-known/est"));
        assertThat(load(renewing + "exclusions: {est: 'https://other/est'}\n").exclusionsAt())
                .contains(URI.create("https://other/est"));
        assertThatThrownBy(() -> load(LEAST + "exclusions: {}\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("give exclusions.est or identity.renewal.est");
        assertThatThrownBy(() -> load(LEAST + "exclusions: {est: 'http://ca:8443/est'}\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no https URL");
    }

    @Test
    void revokingNeedsToKnowWhere() throws IOException {
        String revoking = LEAST + "condemnation: {action: revoke}\n";

        assertThatThrownBy(() -> load(revoking))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("give exclusions");
        assertThat(load(revoking + "exclusions: {est: 'https://ca:8443/.well-known/est'}\n")
                        .condemnation()
                        .action())
                .isEqualTo(CondemnationAction.REVOKE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{baseRate: 0.51}",
                "{baseRate: -0.01}",
                "{baseRate: .nan}",
                "{halfLife: 999ms}",
                "{voteWindow: 999ms}",
                "{voteWindow: 61m}",
                "{maxGood: 0.9}",
                "{maxGood: 10001}",
                "{maxLinks: 9999}",
                "{maxLinks: 10000001}",
                "{maxStored: 199999}",
                "{maxStored: 1000000001}",
                "{operator: magic}",
                "{unheardOf: 1}"
            })
    void whatIsOutOfRangeIsRefused(String opinions) {
        assertThatThrownBy(() -> load(LEAST + "opinions: " + opinions + "\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("opinions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{leastDisbelief: 0}",
                "{leastDisbelief: 1.01}",
                "{mostUncertainty: 1}",
                "{mostUncertainty: .nan}",
                "{leastContradictions: 0}",
                "{leastOfOne: 0}",
                "{leastObservers: 0}",
                "{leastDestinations: 0}",
                "{lasts: 0s}",
                "{action: shout}"
            })
    void groundsOutOfRangeAreRefused(String condemnation) {
        assertThatThrownBy(() -> load(LEAST + "condemnation: " + condemnation + "\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("condemnation");
    }

    private SosConfig load(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("sos.yaml"), yaml);
        return Configuration.load(file, SosConfig.class, Map.of());
    }
}
