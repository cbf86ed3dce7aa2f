package io.pigw.testbed.ims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.SipConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.testbed.ims.ImsUser.Message;
import io.pigw.testbed.sipp.Sipp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
                trustedNames: [localhost]
                tls:
                  listen: 127.0.0.1:%d
                  certificate: %s
                  key: %s
                  trust: %s
                """.formatted(core.tls().port(), port, gateway.certificates(), gateway.key(), gateway.trust()));
        world = BehindCore.start(data, core, section, "sip:127.0.0.1:" + port + ";transport=tls");
    }

    @AfterAll
    static void tearDown() throws IOException {
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

    @Test
    void whoShowsTheCoresCertificateIsHeardStraightAtTheGateway() throws Exception {
        // given
        List<String> fields = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String text = "straight " + i + " – 你好";
            texts.add(text);
            fields.add("586;" + text);
        }
        try (TlsTunnel tunnel = TlsTunnel.to(gateway(), coreFiles.trust(), Optional.of(coreFiles), folder)) {
            // when
            int code = client(tunnel, fields);

            // then
            assertThat(code).isZero();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(BehindCore.inbox(world.bob(), "straight"))
                            .extracting(entry -> entry.message().body().toUtf8())
                            .containsExactlyInAnyOrderElementsOf(texts));
        }
    }

    @Test
    void whoShowsNoCertificateIsNotHeard() throws Exception {
        // given
        try (TlsTunnel tunnel = TlsTunnel.to(gateway(), coreFiles.trust(), Optional.empty(), folder)) {
            // when
            int code = client(tunnel, List.of("586;from a stranger"));

            // then
            assertThat(code).isNotZero();
            assertThat(BehindCore.inbox(world.bob(), "from a stranger")).isEmpty();
        }
    }

    private static HostPort gateway() {
        return world.deployment().gateway().sipTlsAddress().orElseThrow();
    }

    private int client(TlsTunnel tunnel, List<String> fields) throws IOException, InterruptedException {
        Path file = Files.writeString(
                folder.resolve("fields.csv"),
                "SEQUENTIAL\n" + String.join("\n", fields) + "\n",
                StandardCharsets.UTF_8);
        List<String> options = new ArrayList<>(List.of(tunnel.entrance().toString(), "-i", "127.0.0.1", "-t", "t1"));
        options.addAll(List.of("-inf", file.toString(), "-m", String.valueOf(fields.size()), "-r", "50"));
        options.addAll(List.of("-timeout", "20s", "-timeout_error"));
        try (Sipp client = Sipp.start(folder, "uac-message-tls", options)) {
            return client.exitCode();
        }
    }
}
