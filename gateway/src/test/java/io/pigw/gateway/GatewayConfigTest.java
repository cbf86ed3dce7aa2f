package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
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

class GatewayConfigTest {

    private static final String LEAST = """
            identity: {key: keys/key.pem, certificates: keys/certificates.pem, trust: keys/trust.pem}
            overlay: {name: p2p.example.net, ringBits: 11}
            sip: {listen: "127.0.0.1:5060", core: "127.0.0.1:5070", domain: ims.example.net}
            store: {directory: data/gateway/db}
            """;

    private static final String ALL = """
            identity: {key: keys/key.pem, certificates: keys/certificates.pem, trust: keys/trust.pem}
            overlay:
              name: p2p.example.net
              ringBits: 11
            csps:
              - {id: "512", address: "127.0.0.1:9512"}
              - {id: "1536", address: "127.0.0.1:10536"}
            sip:
              listen: 0.0.0.0:5060
              advertisedHost: pigw.example.net
              core: 192.0.2.1:5060;transport=tcp
              domain: ims.example.net
              identities: [pigw@ims.example.net, greetings@p2p.example.net]
              acceptStatus: 202
              trusted: [192.0.2.0/24]
              numbers:
                - {number: "+4721000000", to: "586"}
                - {number: "+47-21-00-00-01", to: bob}
            store: {directory: data/gateway/db}
            delivery: {firstRetry: 1s, maxRetry: 20s, expiry: 5m, attemptTimeout: 8s, maxInFlight: 100}
            admin: 127.0.0.1:8260
            """;

    @TempDir
    private Path directory = Path.of("none");

    @Test
    void theLeast() throws IOException {
        GatewayConfig config = load(LEAST, Map.of());

        assertThat(config.csps()).isEmpty();
        assertThat(config.admin()).isNull();
        assertThat(config.sip().acceptStatus()).isEqualTo(200);
        assertThat(config.sip().trusted()).isEmpty();
        assertThat(config.delivery().expiry()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.delivery().firstRetry()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void theSecretOfNamesLiesBesideTheCertificatesUnlessItIsElsewhere() throws IOException {
        assertThat(load(LEAST, Map.of()).namesFile()).isEqualTo(Path.of("keys/names.secret"));
        assertThat(load(LEAST, Map.of("PIGW_DELIVERY_SECRET_FILE", "/run/secrets/names"))
                        .namesFile())
                .isEqualTo(Path.of("/run/secrets/names"));
    }

    @Test
    void everything() throws IOException {
        GatewayConfig config = load(ALL, Map.of());

        assertThat(config.contacts())
                .containsExactly(NodeContact.parse("512 127.0.0.1:9512"), NodeContact.parse("1536 127.0.0.1:10536"));
        assertThat(config.sip().acceptStatus()).isEqualTo(202);
        assertThat(config.delivery().expiry()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.delivery().maxMessages()).isEqualTo(20_000);
        assertThat(config.admin()).isEqualTo(new HostPort("127.0.0.1", 8260));
    }

    @Test
    void theEnvironmentOverrides() throws IOException {
        GatewayConfig config = load(LEAST, Map.of("PIGW_DELIVERY_EXPIRY", "3s", "PIGW_SIP_ACCEPT_STATUS", "202"));

        assertThat(config.delivery().expiry()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.sip().acceptStatus()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acceptStatus: 202 | acceptStatus: 201 | sip.acceptStatus must be 200 or 202",
                "expiry: 5m | expiry: 0s | delivery.expiry",
                "firstRetry: 1s | firstRetry: 30s | retry delays",
                "identities: [pigw@ims.example.net | identities: [pigw | sip.identities",
                "to: bob | to: bob@p2p.example.net | sip.numbers: write bob@p2p.example.net without its domain",
                "+4721000000 | 21000000 | sip.numbers: 21000000 is no global number",
                "+4721000000 | +4721000001 | sip.numbers: +4721000001 stands in the table twice",
                "domain: ims.example.net | domain: P2P.example.net | sip.domain is overlay.name too",
                "192.0.2.1:5060;transport=tcp | sips:192.0.2.1 | which needs the section sip.tls",
                "domain: ims.example.net | domian: ims.example.net | domian",
            })
    void whatIsWrongIsNamed(String right, String wrong, String complaint) {
        String yaml = ALL.replace(right, wrong);
        assertThat(yaml).isNotEqualTo(ALL);

        assertThatThrownBy(() -> load(yaml, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("gateway.yaml")
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "ims.example.net, false",
        "sip:ims.example.net, false",
        "'ims.example.net, 192.0.2.1', false",
        "ims.example.net;transport=tcp, true",
        "sips:ims.example.net, true",
        "ims.example.net:5060, true",
        "192.0.2.1, true"
    })
    void aRegistrationNeedsToKnowItsTransport(String core, boolean known) throws IOException {
        String yaml = LEAST.replace(
                "\"127.0.0.1:5070\"",
                "\"" + core + "\", registration: {password: {impi: pigw@ims.example.net,"
                        + " impus: [\"sip:pigw@ims.example.net\"], file: secret}},"
                        + " tls: {listen: \"127.0.0.1:0\", certificate: c.pem, key: k.pem, trust: t.pem}");

        if (known) {
            assertThat(load(yaml, Map.of()).sip().registration()).isNotNull();
        } else {
            assertThatThrownBy(() -> load(yaml, Map.of()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("as in sip:ims.example.net;transport=tls");
        }
    }

    private GatewayConfig load(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), yaml);
        return Configuration.load(file, GatewayConfig.class, environment);
    }
}
