package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.gateway.sip.SipTransportConfig;
import io.pigw.gateway.sip.tls.TlsConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.config.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sip.tls} and {@code sip.transport}. */
final class SipTransportSectionTest {

    private static final String BASE = """
            listen: 127.0.0.1:5060
            core: 127.0.0.1:5070
            domain: ims.example.net
            """;
    private static final String TLS =
            "tls: {listen: \"127.0.0.1:5061\", certificate: c.pem, key: k.pem, trust: t.pem%s}\n";

    @TempDir
    private Path directory = Path.of("none");

    @Test
    void defaults() throws IOException {
        SipConfig sip = load(BASE);

        assertThat(sip.tls()).isNull();
        assertThat(sip.transport()).isEqualTo(SipTransportSection.DEFAULTS);
        SipTransportConfig transport = sip.transport().transport(sip, InetAddress::isLoopbackAddress);
        assertThat(transport.tls()).isEmpty();
        assertThat(transport.connections().keepAlive()).contains(Duration.ofSeconds(30));
        assertThat(transport.connections().trusted().test(InetAddress.getLoopbackAddress()))
                .isTrue();
        assertThat(transport.serverTransactions()).isEqualTo(SipTransportConfig.usualTransactions());
    }

    @Test
    void everything() throws IOException {
        SipConfig sip = load(BASE
                + TLS.formatted(", advertisedPort: 15061, clientAuth: want, handshakeTimeout: 3s, maxHandshakes: 9,"
                        + " reload: 1m, provider: jdk")
                + "transport: {advertisedPort: 15060, keepAlive: 0s, idleTimeout: 1m, connectTimeout: 2s,"
                + " messageTimeout: 4s, connections: 11, connectionsPerAddress: 12, connectionsTrusted: 13,"
                + " connectionsDialled: 14, transactions: 5000}\n");

        SipTransportConfig transport = sip.transport().transport(sip, _ -> false);
        assertThat(transport.tls())
                .contains(new TlsConfig(
                        new HostPort("127.0.0.1", 5061),
                        15_061,
                        Path.of("c.pem"),
                        Path.of("k.pem"),
                        Path.of("t.pem"),
                        TlsConfig.ClientCertificate.WANT,
                        Duration.ofSeconds(3),
                        9,
                        Duration.ofMinutes(1),
                        TlsConfig.Provider.JDK));
        assertThat(transport.advertisedPort()).contains(15_060);
        assertThat(transport.connections().keepAlive()).isEmpty();
        assertThat(transport.connections().idleTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(transport.connections().messageTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(transport.limits().connections()).isEqualTo(11);
        assertThat(transport.connections().perAddress()).isEqualTo(12);
        assertThat(transport.connections().acceptedTrusted()).isEqualTo(13);
        assertThat(transport.connections().dialled()).isEqualTo(14);
        assertThat(transport.serverTransactions()).isEqualTo(5_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "', advertisedPort: 0'    | '{}'                     | advertisedPort",
                "', handshakeTimeout: 2m' | '{}'                     | handshakeTimeout",
                "', maxHandshakes: 0'     | '{}'                     | maxHandshakes",
                "', reload: 1ms'          | '{}'                     | reload",
                "', clientAuth: perhaps'  | '{}'                     | clientAuth",
                "', password: x'          | '{}'                     | password",
                "''                       | '{advertisedPort: 0}'    | advertisedPort",
                "''                       | '{keepAlive: 1ms}'       | keepAlive",
                "''                       | '{idleTimeout: 1ms}'     | idleTimeout",
                "''                       | '{connectTimeout: 2m}'   | connectTimeout",
                "''                       | '{messageTimeout: 1ms}'  | messageTimeout",
                "''                       | '{connections: 0}'       | limit",
                "''                       | '{connectionsDialled: 0}'| limits of connections",
                "''                       | '{transactions: 10}'     | transactions"
            })
    void saysWhatIsWrong(String tls, String transport, String about) {
        assertThatThrownBy(() -> load(BASE + TLS.formatted(tls) + "transport: " + transport + "\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(about);
    }

    private SipConfig load(String yaml) throws IOException {
        Path file = directory.resolve("sip.yaml");
        Files.writeString(file, yaml);
        return Configuration.load(file, SipConfig.class, Map.of());
    }
}
