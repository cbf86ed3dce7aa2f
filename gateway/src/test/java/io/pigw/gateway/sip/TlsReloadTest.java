package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.sip.tls.SipPki;
import io.pigw.gateway.sip.tls.TlsConfig;
import io.pigw.gateway.sip.tls.TlsIdentity;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are replaced while the gateway runs. */
final class TlsReloadTest {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Loops loops = Loops.open(2);
    private final CountingMetrics metrics = new CountingMetrics();
    private final SipPki ims = new SipPki();
    private SipPki.Files3 files;
    private SipTransport transport;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        files = ims.write(folder.resolve("live"), ims.certificate("sip:before.example.net"));
        TlsConfig tls = TlsConfig.of(new HostPort("127.0.0.1", 0), files.certificate(), files.key(), files.trust())
                .withReload(LOOK);
        transport = Transports.open(
                SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty())
                        .withTls(tls),
                loops,
                metrics);
        transport.onRequest(request -> request.open().orElseThrow().send(Status.of(200, "OK")));
    }

    @AfterEach
    void close() {
        transport.close();
        loops.close();
    }

    @Test
    void newConnectionsSeeTheNewCertificateAndOpenOnesLiveOn() throws Exception {
        TlsPeer core = TlsPeer.showing(ims, ims.certificate("sip:core.example.net"));
        try (SSLSocket socket = core.connect(port());
                RawTcp open = new RawTcp(socket)) {
            assertThat(shown(socket)).contains("before.example.net");

            replace(ims, "sip:after.example.net");

            try (SSLSocket fresh = core.connect(port())) {
                assertThat(shown(fresh)).contains("after.example.net");
            }
            open.send(Texts.message("TLS", open.port(), "still", "", "x"));
            assertThat(open.receiveText()).startsWith("SIP/2.0 200 OK\r\n");
        }
    }

    @Test
    void anotherTrustedCaCountsFromTheNextConnectionOn() throws Exception {
        SipPki other = new SipPki();
        TlsPeer old = TlsPeer.showing(ims, ims.certificate("sip:core.example.net"));
        try (RawTcp client = old.sip(port())) {
            client.send(Texts.message("TLS", client.port(), "old", "", "x"));
            assertThat(client.receiveText()).startsWith("SIP/2.0 200 ");
        }

        replace(other, "sip:after.example.net");

        assertThatThrownBy(() -> {
                    // also a session that the client would resume
                    try (RawTcp client = new RawTcp(old.connect(port()))) {
                        client.send(Texts.message("TLS", client.port(), "refused", "", "x"));
                        client.receive();
                    }
                })
                .isNotNull();
        try (RawTcp client =
                TlsPeer.showing(other, other.certificate("sip:new.example.net")).sip(port())) {
            client.send(Texts.message("TLS", client.port(), "new", "", "x"));
            assertThat(client.receiveText()).startsWith("SIP/2.0 200 ");
        }
        assertThat(metrics.of(SipMetrics.RECEIVED, "MESSAGE")).isEqualTo(2);
    }

    @Test
    void filesThatCannotBeUsedChangeNothingAndAreSaidOnce() throws Exception {
        TlsPeer core = TlsPeer.showing(ims, ims.certificate("sip:core.example.net"));

        Files.writeString(files.key(), "no key");
        await().until(() -> metrics.of(SipMetrics.TLS, "refused") == 1);
        Files.delete(files.certificate());
        await().until(() -> metrics.of(SipMetrics.TLS, "refused") == 2);
        SipPki.Files3 foreign = ims.write(folder.resolve("foreign"), ims.certificate("sip:foreign.example.net"));
        SipPki.Files3 mismatch = ims.write(folder.resolve("mismatch"), ims.certificate("sip:foreign.example.net"));
        move(mismatch.key(), files.key());
        move(foreign.certificate(), files.certificate());
        await().until(() -> metrics.of(SipMetrics.TLS, "refused") == 3);

        try (SSLSocket socket = core.connect(port())) {
            assertThat(shown(socket)).contains("before.example.net");
        }
        replace(ims, "sip:after.example.net");
        try (SSLSocket socket = core.connect(port())) {
            assertThat(shown(socket)).contains("after.example.net");
        }
    }

    @Test
    void aKeyThatOthersCanReachIsNotTakenUntilItIsTheOwnersAlone() throws Exception {
        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r-----"));

        await().until(() -> metrics.of(SipMetrics.TLS, "refused") == 1);
        TlsConfig tls = TlsConfig.of(new HostPort("127.0.0.1", 0), files.certificate(), files.key(), files.trust());
        assertThatThrownBy(() -> TlsIdentity.open(tls, InstantSource.system()))
                .isInstanceOf(IOException.class)
                .hasMessage("sip.tls: %1$s holds a secret and others can reach it: chmod 600 %1$s", files.key());

        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-------"));
        await().until(() -> metrics.of(SipMetrics.TLS, "reloaded") == 1);
    }

    @Test
    void aCertificateThatHasEndedIsNotTaken() throws Exception {
        Instant now = Instant.now();
        SipPki.Files3 ended = ims.write(
                folder.resolve("ended"),
                ims.certificate("sip:ended.example.net").valid(now.minusSeconds(7_200), now.minusSeconds(60)));

        move(ended.key(), files.key());
        move(ended.certificate(), files.certificate());

        await().until(() -> metrics.of(SipMetrics.TLS, "refused") >= 1);
        assertThat(metrics.of(SipMetrics.TLS, "reloaded")).isZero();
        assertThat(metrics.gauge(SipMetrics.TLS_DAYS_LEFT)).isEqualTo(29);
    }

    @Test
    void saysHowLongTheCertificateLasts() throws Exception {
        assertThat(metrics.gauge(SipMetrics.TLS_DAYS_LEFT)).isEqualTo(29);
        Instant now = Instant.now();
        SipPki.Files3 brief = ims.write(
                folder.resolve("brief"),
                ims.certificate("sip:brief.example.net").valid(now.minusSeconds(60), now.plus(Duration.ofHours(60))));

        move(brief.key(), files.key());
        move(brief.certificate(), files.certificate());

        await().until(() -> metrics.gauge(SipMetrics.TLS_DAYS_LEFT) == 2);
    }

    /** As an operator does: each file aside, then renamed; in between, key and certificate do not belong together. */
    private void replace(SipPki pki, String name) throws Exception {
        Instant now = Instant.now();
        SipPki.Files3 next = pki.write(
                folder.resolve("next"),
                pki.certificate(name).valid(now.minusSeconds(60), now.plus(Duration.ofDays(20))));
        move(next.trust(), files.trust());
        move(next.key(), files.key());
        move(next.certificate(), files.certificate());
        await().until(() -> metrics.gauge(SipMetrics.TLS_DAYS_LEFT) == 19);
    }

    private static void move(Path from, Path to) throws Exception {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String shown(SSLSocket socket) throws Exception {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectAlternativeNames()
                .toString();
    }

    private int port() {
        return transport.localTls().orElseThrow().port();
    }
}
