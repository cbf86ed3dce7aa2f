package io.pigw.csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.csp.relay.PeerRelayOptions.OutOfRange;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.config.ConfigurationException;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.identity.RenewalConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CspConfigTest {

    private static final String LEAST = """
            identity: {key: keys/key.pem, certificates: keys/certificates.pem, trust: keys/trust.pem}
            listen: 127.0.0.1:9512
            overlay: {name: p2p.example.net, ringBits: 11}
            csps:
              - {id: "512", address: "127.0.0.1:9512"}
              - {id: "1536", address: "127.0.0.1:10536"}
            store: {directory: db}
            """;

    @TempDir
    private Path directory;

    @Test
    void needsLittle() throws IOException {
        CspConfig config = load(LEAST, Map.of());

        assertThat(config.listen()).isEqualTo(new HostPort("127.0.0.1", 9512));
        assertThat(config.csps()).hasSize(2);
        assertThat(config.sos()).isEmpty();
        assertThat(config.ping()).isEqualTo(PingConfig.DEFAULT);
        assertThat(config.limits()).isEqualTo(LimitsConfig.DEFAULT);
        assertThat(config.locate()).isEqualTo(LocateMode.PING);
        assertThat(config.outOfRange()).isEqualTo(OutOfRange.REDIRECT);
        assertThat(config.advertised()).isNull();
        assertThat(config.admin()).isNull();
    }

    @Test
    void takesAll() throws IOException {
        CspConfig config = load(LEAST + """
                        sos: [{id: 3, address: "10.0.0.3:9003"}]
                        ping: {routes: 5, timeLimit: 500ms}
                        locate: cache
                        outOfRange: discard
                        backbone: [10.0.0.0/8]
                        limits: {messagesPerSecond: 5, maxBodyBytes: 2000}
                        """, Map.of("PIGW_ADMIN", "127.0.0.1:9999"));

        assertThat(config.ping()).isEqualTo(new PingConfig(5, Duration.ofMillis(500), Duration.ofSeconds(60)));
        assertThat(config.sos()).containsExactly(new ContactConfig("3", "10.0.0.3:9003"));
        assertThat(config.locate()).isEqualTo(LocateMode.CACHE);
        assertThat(config.outOfRange()).isEqualTo(OutOfRange.DISCARD);
        assertThat(config.backbone()).containsExactly("10.0.0.0/8");
        assertThat(config.limits().maxBodyBytes()).isEqualTo(2_000);
        assertThat(config.admin()).isEqualTo(new HostPort("127.0.0.1", 9999));
    }

    @Test
    void renewsWithAnEnrollmentServerAlone() throws IOException {
        String named = LEAST.replace("trust.pem}", "trust.pem, renewal: {est: '%s'}}");

        CspConfig config = load(named.formatted("https://ca.example.net:8443/.well-known/est"), Map.of());

        assertThat(config.identity().renewal())
                .isEqualTo(new RenewalConfig("https://ca.example.net:8443/.well-known/est"));
        assertThat(load(LEAST, Map.of()).identity().renewal()).isNull();
        for (String wrong : List.of("http://ca.example.net/est", "ca.example.net", "https:///x", "a b")) {
            assertThatThrownBy(() -> load(named.formatted(wrong), Map.of()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("identity.renewal.est is no");
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> load(LEAST + "pings: {routes: 5}\n", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pings");
        assertThatThrownBy(() -> load(LEAST + "ping: {routes: 33}\n", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("1 to 32");
        assertThatThrownBy(() -> load(LEAST + "limits: {clients: 1501}\n", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("limits.clients must be 0 to 1500");
    }

    private CspConfig load(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(directory.resolve("csp.yaml"), yaml);
        return Configuration.load(file, CspConfig.class, environment);
    }
}
