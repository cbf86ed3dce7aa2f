package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.sip.tls.SipPki;
import io.pigw.gateway.sip.tls.TlsConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS connections that we dial. */
final class TlsClientTest {

    private final Loops loops = Loops.open(2);
    private final CountingMetrics metrics = new CountingMetrics();
    private final SipPki ims = new SipPki();
    private final Transports.Fate fate = new Transports.Fate();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        loops.close();
    }

    @ParameterizedTest
    @EnumSource(TlsConfig.Provider.class)
    void sendsToAServerThatProvesItsNameAndShowsItsOwnCertificate(TlsConfig.Provider provider) throws Exception {
        try (SSLServerSocket core = core("sip:core.example.net").listen();
                SipTransport transport = open(provider)) {
            send(transport, core, "core.example.net", "one");

            try (SSLSocket accepted = (SSLSocket) core.accept();
                    RawTcp server = new RawTcp(accepted)) {
                String request = server.receiveText();
                server.send(Texts.response(request, 200, "OK", ""));

                assertThat(request)
                        .startsWith("OPTIONS sip:core.example.net SIP/2.0\r\nVia: SIP/2.0/TLS "
                                + transport.localTls().orElseThrow() + ";");
                assertThat(accepted.getSession().getPeerCertificates()[0].toString())
                        .contains("sip:gw.example.net");
                assertThat(((ExtendedSSLSession) accepted.getSession()).getRequestedServerNames())
                        .containsExactly(new SNIHostName("core.example.net"));
                await().until(() -> fate.events.contains("status 200"));
            }
        }
    }

    @Test
    void reusesAConnectionForTheSameNameAlone() throws Exception {
        try (SSLServerSocket core =
                        core("sip:core.example.net", "sip:other.example.net").listen();
                SipTransport transport = open(TlsConfig.Provider.BEST)) {
            send(transport, core, "core.example.net", "first");
            try (RawTcp server = new RawTcp(core.accept())) {
                server.send(Texts.response(server.receiveText(), 200, "OK", ""));
                await().until(() -> fate.events.size() == 1);

                send(transport, core, "core.example.net", "second");
                assertThat(server.receiveText()).contains("z9hG4bKsecond");
                assertThat(metrics.of(SipMetrics.CONNECTIONS, "dialled")).isEqualTo(1);

                send(transport, core, "other.example.net", "third");
                try (RawTcp another = new RawTcp(core.accept())) {
                    assertThat(another.receiveText()).contains("z9hG4bKthird");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:other.example.net",
                "sip:pigw@core.example.net",
                "sips:core.example.net",
                "DNS:*.example.net",
                "DNS:other.example.net"
            })
    void refusesAServerThatProvesAnotherName(String name) throws Exception {
        try (SSLServerSocket core = core(name).listen();
                SipTransport transport = open(TlsConfig.Provider.BEST)) {
            send(transport, core, "core.example.net", "wrong");

            assertNeverSent(core);
        }
    }

    @Test
    void looksAtDnsNamesOnlyWhereThereIsNoSipUri() throws Exception {
        try (SSLServerSocket core =
                        core("sip:other.example.net", "DNS:core.example.net").listen();
                SipTransport transport = open(TlsConfig.Provider.BEST)) {
            send(transport, core, "core.example.net", "dns");

            assertNeverSent(core);
        }
    }

    @Test
    void verifiesAnAddressWhereThereIsNoName() throws Exception {
        try (SSLServerSocket core = core("IP:127.0.0.1").listen();
                SipTransport transport = open(TlsConfig.Provider.BEST)) {
            send(transport, core, "127.0.0.1", "address");

            try (RawTcp server = new RawTcp(core.accept())) {
                assertThat(server.receiveText()).contains("z9hG4bKaddress");
            }
        }
    }

    @Test
    void refusesAServerOfAnotherCa() throws Exception {
        TlsPeer impostor = TlsPeer.showing(ims, new SipPki().certificate("sip:core.example.net"));
        try (SSLServerSocket core = impostor.listen();
                SipTransport transport = open(TlsConfig.Provider.BEST)) {
            send(transport, core, "core.example.net", "impostor");

            assertNeverSent(core);
        }
    }

    @Test
    void refusesAServerWhoseCertificateEnded() throws Exception {
        Instant now = Instant.now();
        TlsPeer late = TlsPeer.showing(
                ims, ims.certificate("sip:core.example.net").valid(now.minusSeconds(7_200), now.minusSeconds(60)));
        try (SSLServerSocket core = late.listen();
                SipTransport transport = open(TlsConfig.Provider.BEST)) {
            send(transport, core, "core.example.net", "late");

            assertNeverSent(core);
        }
    }

    @Test
    void wantsANameToVerify() throws Exception {
        try (SipTransport transport = open(TlsConfig.Provider.BEST)) {
            assertThatThrownBy(() -> Transports.options(
                            transport, new InetSocketAddress(InetAddress.getLoopbackAddress(), 5061), "TLS", "", "x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void assertNeverSent(SSLServerSocket core) throws Exception {
        try (SSLSocket accepted = (SSLSocket) core.accept()) {
            assertThatThrownBy(() -> {
                        accepted.startHandshake();
                        assertThat(accepted.getInputStream().read()).isNotNegative();
                    })
                    .isNotNull();
        }
        await().until(() -> fate.events.equals(List.of("NOT_SENT")));
        assertThat(metrics.of(SipMetrics.CONNECTIONS, "handshake_failed")).isEqualTo(1);
    }

    private TlsPeer core(String... names) {
        return TlsPeer.showing(ims, ims.certificate(names));
    }

    private void send(SipTransport transport, SSLServerSocket core, String name, String branch) throws Exception {
        InetSocketAddress hop = new InetSocketAddress(InetAddress.getLoopbackAddress(), core.getLocalPort());
        transport.send(Transports.options(transport, hop, "TLS", name, branch), fate);
    }

    private SipTransport open(TlsConfig.Provider provider) {
        SipPki.Files3 files = ims.write(folder, ims.certificate("sip:gw.example.net"));
        TlsConfig tls = TlsConfig.of(new HostPort("127.0.0.1", 0), files.certificate(), files.key(), files.trust())
                .withProvider(provider);
        return Transports.open(
                SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty())
                        .withTls(tls),
                loops,
                metrics);
    }
}
