package io.pigw.testbed.ims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.SipConfig;
import io.pigw.testbed.ims.ImsUser.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS from the user to the core, and with certificates on both sides from the core to the gateway and back. */
class KamailioTlsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path data;

    private static CorePki.Identity coreFiles = new CorePki.Identity(Path.of(""), Path.of(""), Path.of(""));
    private static BehindCore world;

    @TempDir
    Path folder;

    @BeforeAll
    static void standUp() throws IOException {
        BehindCore.require();
        TlsTunnel.require();
        CorePki pki = new CorePki();
        coreFiles = pki.issue(Files.createDirectory(data.resolve("core-keys")), "localhost", "127.0.0.1");
        CorePki.Identity gateway =
                pki.issue(Files.createDirectory(data.resolve("gateway-keys")), "pigw.example.net", "127.0.0.1");
        Kamailio core = Kamailio.planTls(Files.createDirectory(data.resolve("core")), coreFiles);
        int port = Ports.free();
        SipConfig section = SipSection.of(
                """
                listen: 127.0.0.1:0
                core: "localhost:%d;transport=tls"
                domain: ims.example.net
                identities: [pigw@ims.example.net]
                trusted: [127.0.0.1]
                tls:
                  listen: 127.0.0.1:%d
                  certificate: %s
                  key: %s
                  trust: %s
                """.formatted(core.tls().port(), port, gateway.certificates(), gateway.key(), gateway.trust()));
        world = BehindCore.start(data, core, section, "sip:127.0.0.1:" + port + ";transport=tls");
    }

    @AfterAll
    static void tearDown() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void aUsersMessageGoesByTlsAllTheWayToTheGateway() throws Exception {
        // given
        try (TlsTunnel tunnel = TlsTunnel.to(world.core().tls(), coreFiles.trust(), Optional.empty(), folder)) {
            ImsUser carol = new ImsUser("carol", tunnel.entrance(), "t1", "TLS");

            // when
            int code = carol.send(
                    folder,
                    List.of(Message.of("sip:bob@p2p.example.net", "Grüße per TLS 👋")
                            .claiming("mallory")));

            // then
            assertThat(code).isZero();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(BehindCore.inbox(world.bob(), "per TLS"))
                            .singleElement()
                            .satisfies(
                                    entry -> assertThat(entry.message().from()).hasToString("carol@ims.example.net")));
        }
    }

    @Test
    void aPeersMessageGoesByTlsToTheCore() throws Exception {
        // given
        ImsUser alice = ImsUser.udp("alice", world.core().users());
        Path registering = Files.createDirectory(folder.resolve("registering"));
        Path receiving = Files.createDirectory(folder.resolve("receiving"));
        try (Receiver receiver = Receiver.udp(alice, registering, receiving, 1)) {
            // when
            world.send(world.bob(), "alice", "Ça va ?");

            // then
            assertThat(receiver.received()).contains("Via: SIP/2.0/TLS", "Ça va ?");
        }
    }
}
