package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.sip.tls.SipPki;
import io.pigw.gateway.sip.tls.TlsConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS connections that come in. */
final class TlsServerTest {

    private final Loops loops = Loops.open(2);
    private final CountingMetrics metrics = new CountingMetrics();
    private final SipPki ims = new SipPki();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        loops.close();
    }

    @ParameterizedTest
    @EnumSource(TlsConfig.Provider.class)
    void takesARequestAndKnowsWhoSentIt(TlsConfig.Provider provider) throws Exception {
        TlsPeer core = TlsPeer.showing(ims, ims.certificate("sip:ims.example.net", "DNS:scscf1.ims.example.net"));
        try (SipTransport transport = open(config().withProvider(provider));
                RawTcp client = core.sip(port(transport))) {
            client.send(Texts.message("TLS", client.port(), "one", "", "x"));

            assertThat(client.receiveText()).startsWith("SIP/2.0 200 TLS [ims.example.net]\r\n");
        }
    }

    @Test
    void takesDnsNamesWhereThereIsNoSipUri() throws Exception {
        TlsPeer core = TlsPeer.showing(ims, ims.certificate("DNS:a.example.net", "DNS:B.example.net"));
        try (SipTransport transport = open(config());
                RawTcp client = core.sip(port(transport))) {
            client.send(Texts.message("TLS", client.port(), "two", "", "x"));

            assertThat(client.receiveText()).startsWith("SIP/2.0 200 TLS [a.example.net, b.example.net]\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsConfig.Provider.class)
    void knowsTheSenderOfAResumedSessionToo(TlsConfig.Provider provider) throws Exception {
        TlsPeer core = TlsPeer.showing(ims, ims.certificate("sip:ims.example.net"));
        try (SipTransport transport = open(config().withProvider(provider))) {
            for (int i = 0; i < 3; i++) {
                try (RawTcp client = core.sip(port(transport))) {
                    client.send(Texts.message("TLS", client.port(), "again" + i, "", "x"));
                    assertThat(client.receiveText()).startsWith("SIP/2.0 200 TLS [ims.example.net]\r\n");
                }
            }
        }
    }

    @Test
    void refusesWhoShowsNoCertificate() throws Exception {
        try (SipTransport transport = open(config())) {
            assertRefused(TlsPeer.anonymous(ims), port(transport));
        }
    }

    @Test
    void refusesACertificateOfAnotherCa() throws Exception {
        SipPki other = new SipPki();
        TlsPeer stranger = TlsPeer.showing(ims, other.certificate("sip:ims.example.net"));
        try (SipTransport transport = open(config())) {
            assertRefused(stranger, port(transport));
        }
    }

    @Test
    void refusesACertificateThatEnded() throws Exception {
        Instant now = Instant.now();
        TlsPeer late = TlsPeer.showing(
                ims, ims.certificate("sip:ims.example.net").valid(now.minusSeconds(7_200), now.minusSeconds(60)));
        try (SipTransport transport = open(config())) {
            assertRefused(late, port(transport));
        }
    }

    @Test
    void refusesACertificateMadeForSomethingElse() throws Exception {
        TlsPeer mailer =
                TlsPeer.showing(ims, ims.certificate("sip:ims.example.net").uses(KeyPurposeId.id_kp_emailProtection));
        try (SipTransport transport = open(config())) {
            assertRefused(mailer, port(transport));
        }
    }

    @Test
    void takesAnAnonymousClientWhereOneIsOnlyWanted() throws Exception {
        try (SipTransport transport = open(config().withClientAuth(TlsConfig.ClientCertificate.WANT));
                RawTcp client = TlsPeer.anonymous(ims).sip(port(transport))) {
            client.send(Texts.message("TLS", client.port(), "anon", "", "x"));

            assertThat(client.receiveText()).startsWith("SIP/2.0 200 TLS []\r\n");
        }
    }

    @Test
    void takesACoreThatHasTls12Alone() throws Exception {
        TlsPeer core =
                TlsPeer.showing(ims, ims.certificate("sip:ims.example.net").rsa());
        try (SipTransport transport = open(config());
                SSLSocket socket = core.connect(port(transport), "TLSv1.2");
                RawTcp client = new RawTcp(socket)) {
            client.send(Texts.message("TLS", client.port(), "old", "", "x"));

            assertThat(client.receiveText()).startsWith("SIP/2.0 200 TLS [ims.example.net]\r\n");
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void limitsHandshakesInTime() throws Exception {
        TlsConfig hasty = config().withHandshakes(Duration.ofMillis(300), 256);
        try (SipTransport transport = open(hasty);
                RawTcp silent = new RawTcp(port(transport))) {
            assertThat(silent.isClosedByPeer()).isTrue();
        }
        assertThat(metrics.of(SipMetrics.CONNECTIONS, "handshake_failed")).isEqualTo(1);
    }

    @Test
    void limitsHandshakesInNumber() throws Exception {
        TlsPeer core = TlsPeer.showing(ims, ims.certificate("sip:ims.example.net"));
        try (SipTransport transport = open(config().withHandshakes(Duration.ofSeconds(30), 1))) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port(transport))) {
                await().until(() -> metrics.of(SipMetrics.CONNECTIONS, "accepted") == 1);
                try (RawTcp second = new RawTcp(port(transport))) {
                    assertThat(second.isClosedByPeer()).isTrue();
                }
                assertThat(metrics.of(SipMetrics.CONNECTIONS, "handshakes_full"))
                        .isEqualTo(1);
            }
            await().until(() -> metrics.of(SipMetrics.CONNECTIONS, "handshake_failed") == 1);

            try (RawTcp client = core.sip(port(transport))) {
                client.send(Texts.message("TLS", client.port(), "place", "", "x"));
                assertThat(client.receiveText()).startsWith("SIP/2.0 200 ");
            }
        }
    }

    @Test
    void givesTheCoreHandshakesThatStrangersCannotTake() throws Exception {
        TlsPeer core = TlsPeer.showing(ims, ims.certificate("sip:ims.example.net"));
        ConnectionRules rules = ConnectionRules.DEFAULT.trusting(InetAddress.getLoopbackAddress()::equals);
        try (SipTransport transport = open(config().withHandshakes(Duration.ofSeconds(30), 1), rules);
                Socket _ = stranger(9, transport)) {
            await().until(() -> metrics.of(SipMetrics.CONNECTIONS, "accepted") == 1);
            try (RawTcp second = new RawTcp(stranger(10, transport))) {
                assertThat(second.isClosedByPeer()).isTrue();
            }
            assertThat(metrics.of(SipMetrics.CONNECTIONS, "handshakes_full")).isEqualTo(1);

            try (RawTcp client = core.sip(port(transport))) {
                client.send(Texts.message("TLS", client.port(), "core", "", "x"));
                assertThat(client.receiveText()).startsWith("SIP/2.0 200 ");
            }
        }
    }

    @Test
    void givesOneStrangerAFewHandshakesOnly() throws Exception {
        ConnectionRules rules = ConnectionRules.DEFAULT.withPlaces(8, 1, 1);
        try (SipTransport transport = open(config().withHandshakes(Duration.ofSeconds(30), 256), rules);
                Socket _ = stranger(9, transport)) {
            await().until(() -> metrics.of(SipMetrics.CONNECTIONS, "accepted") == 1);

            try (RawTcp second = new RawTcp(stranger(9, transport))) {
                assertThat(second.isClosedByPeer()).isTrue();
            }
            assertThat(metrics.of(SipMetrics.CONNECTIONS, "handshakes_address_full"))
                    .isEqualTo(1);

            try (Socket _ = stranger(10, transport)) {
                await().until(() -> metrics.of(SipMetrics.CONNECTIONS, "accepted") == 2);
            }
        }
    }

    /** A silent connection from another address. */
    private static Socket stranger(int host, SipTransport transport) throws IOException {
        InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host});
        return new Socket(InetAddress.getLoopbackAddress(), port(transport), from, 0);
    }

    @Test
    void doesNotStartWithFilesThatDoNotBelongTogether() throws Exception {
        SipPki.Files3 one = ims.write(folder.resolve("one"), ims.certificate("sip:gw.example.net"));
        SipPki.Files3 two = ims.write(folder.resolve("two"), ims.certificate("sip:gw.example.net"));
        TlsConfig mixed = TlsConfig.of(new HostPort("127.0.0.1", 0), one.certificate(), two.key(), one.trust());

        assertThatThrownBy(() -> open(mixed))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key.pem")
                .hasMessageContaining("the key does not belong to the certificate");
    }

    private void assertRefused(TlsPeer peer, int port) {
        assertThatThrownBy(() -> {
                    // in TLS 1.3 the client hears of it with its first read
                    try (RawTcp client = new RawTcp(peer.connect(port))) {
                        client.send(Texts.message("TLS", client.port(), "no", "", "x"));
                        client.receive();
                    }
                })
                .isNotNull();
        await().until(() -> metrics.of(SipMetrics.CONNECTIONS, "handshake_failed") == 1);
        assertThat(metrics.of(SipMetrics.RECEIVED, "MESSAGE")).isZero();
    }

    private static int port(SipTransport transport) {
        return transport.localTls().orElseThrow().port();
    }

    private TlsConfig config() {
        SipPki.Files3 files = ims.write(folder, ims.certificate("sip:gw.example.net"));
        return TlsConfig.of(new HostPort("127.0.0.1", 0), files.certificate(), files.key(), files.trust());
    }

    private SipTransport open(TlsConfig tls) throws IOException {
        return open(tls, ConnectionRules.DEFAULT);
    }

    private SipTransport open(TlsConfig tls, ConnectionRules rules) throws IOException {
        SipTransport transport = SipTransport.open(
                SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty())
                        .withTls(tls)
                        .withConnections(rules),
                new Surroundings(loops, metrics, InstantSource.system(), new SplittableRandom(1)));
        transport.onRequest(request ->
                request.open().orElseThrow().send(Status.of(200, request.transport() + " " + request.peerNames())));
        return transport;
    }
}
