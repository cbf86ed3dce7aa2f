package io.pigw.gateway.as;

import static io.pigw.gateway.sip.Texts.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.sip.CountingMetrics;
import io.pigw.gateway.sip.RawTcp;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.sip.SipTransportConfig;
import io.pigw.gateway.sip.Surroundings;
import io.pigw.gateway.sip.TlsPeer;
import io.pigw.gateway.sip.tls.SipPki;
import io.pigw.gateway.sip.tls.TlsConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trust domain by the names in certificates. */
final class TlsTrustTest {

    private final Loops loops = Loops.open(2);
    private final SipPki ims = new SipPki();
    private final List<ImsMessage> accepted = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder = Path.of("none");

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void believesWhoProvesATrustedName() throws Exception {
        TlsPeer core = TlsPeer.showing(ims, ims.certificate("sip:scscf1.ims.example.net"));
        TlsPeer other = TlsPeer.showing(ims, ims.certificate("sip:other.example.net"));
        try (SipTransport transport = serve()) {
            try (RawTcp client = core.sip(transport.localTls().orElseThrow().port())) {
                client.send(asserted(client, "one"));
                assertThat(client.receiveText()).startsWith("SIP/2.0 200 ");
            }
            try (RawTcp client = other.sip(transport.localTls().orElseThrow().port())) {
                client.send(asserted(client, "two"));
                assertThat(client.receiveText()).startsWith("SIP/2.0 403 ");
            }
        }
        assertThat(accepted).singleElement().satisfies(message -> {
            assertThat(message.assertedIdentity()).contains("sip:alice@ims.example.net");
            assertThat(message.transport()).isEqualTo("TLS");
        });
    }

    private static String asserted(RawTcp client, String branch) {
        return message("TLS", client.port(), branch, "P-Asserted-Identity: <sip:alice@ims.example.net>", "x");
    }

    private SipTransport serve() throws Exception {
        SipPki.Files3 files = ims.write(folder, ims.certificate("sip:gw.example.net"));
        TlsConfig tls = TlsConfig.of(new HostPort("127.0.0.1", 0), files.certificate(), files.key(), files.trust());
        CountingMetrics metrics = new CountingMetrics();
        SipTransport transport = SipTransport.open(
                SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty())
                        .withTls(tls),
                new Surroundings(loops, metrics, InstantSource.system(), new SplittableRandom(1)));
        ApplicationServer.serve(
                transport,
                AsConfig.of(TrustDomain.of(List.of(), List.of("scscf1.ims.example.net"))),
                new AsPorts(
                        message -> {
                            accepted.add(message);
                            return CompletableFuture.completedStage(Answer.of(200, "OK"));
                        },
                        null,
                        Clock.systemUTC(),
                        new Random(1)),
                metrics);
        return transport;
    }
}
