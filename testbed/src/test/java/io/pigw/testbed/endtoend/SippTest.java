package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.cli.PigwMain;
import io.pigw.cli.deployment.Deployment;
import io.pigw.cli.deployment.Reception;
import io.pigw.p2psip.HostPort;
import io.pigw.peer.Peer;
import io.pigw.runtime.trace.WireTap;
import io.pigw.testbed.sipp.Sipp;
import io.pigw.testbed.sipp.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole product with an independent SIP implementation as the IMS client. */
class SippTest {

    private static final int MESSAGES = 100;
    private static final int RECIPIENTS = 10;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path data;

    private static HostPort imsCore = World.ANY;
    private static Deployment deployment;
    private static Reception reception;

    @BeforeAll
    static void standUp() throws IOException {
        Tools.require("sipp", "sip-tester");
        imsCore = World.freeUdpPort();
        deployment = World.start(data, World.PAPER_RING, 3, 12, imsCore, WireTap.NONE);
        reception = Reception.open(deployment);
    }

    @AfterAll
    static void tearDown() throws IOException {
        if (reception != null) {
            reception.close();
        }
        if (deployment != null) {
            deployment.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"u1, by UDP", "t1, by TCP"})
    void aHundredMessagesToTenPeersArriveUnchangedAndOnce(String transport, String label, @TempDir Path folder)
            throws InterruptedException {
        // given
        List<Peer> recipients = deployment.peers().subList(0, RECIPIENTS);
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            fields.add(recipients.get(i % RECIPIENTS).id() + ";Grüße " + i + " " + label + " – 你好 👋 ∑");
        }

        // when
        try (Sipp client = Sipp.client(folder, transport, deployment.sip(), fields, 50)) {
            assertThat(client.exitCode()).as(client.log(".out")).isZero();
        }

        // then
        for (int recipient = 0; recipient < RECIPIENTS; recipient++) {
            Peer peer = recipients.get(recipient);
            List<String> expected = new ArrayList<>();
            for (int i = recipient; i < MESSAGES; i += RECIPIENTS) {
                expected.add("Grüße " + i + " " + label + " – 你好 👋 ∑");
            }
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(World.texts(peer))
                            .filteredOn(text -> text.contains(label))
                            .containsExactlyInAnyOrderElementsOf(expected));
        }
    }

    @Test
    void aPeersMessageArrivesAtAnImsClientByTheCommand(@TempDir Path folder) throws InterruptedException, IOException {
        // given
        String text = "Hello, Alice – ça va ? ✅";
        try (Sipp server = uas(folder)) {
            // when
            int code = PigwMain.execute(
                    "send",
                    "--admin",
                    "http://" + reception.address(),
                    "--from",
                    "586",
                    "--to",
                    "sip:alice@ims.example.net",
                    text);

            // then
            assertThat(code).isZero();
            assertThat(server.exitCode()).as(server.log(".out")).isZero();
            assertThat(server.log("_messages.log"))
                    .contains("MESSAGE sip:alice@ims.example.net SIP/2.0")
                    .contains("<sip:bob@p2p.example.net>")
                    .contains(text)
                    .doesNotContain("260");
        }
    }

    @Test
    void theSenderToAStoppedPeerIsTold(@TempDir Path folder) throws InterruptedException, IOException {
        // given
        Peer stopped = deployment.peers().getLast();
        stopped.close();

        // when
        try (Sipp server = uas(folder);
                Sipp client = Sipp.client(
                        Files.createDirectory(folder.resolve("client")),
                        "u1",
                        deployment.sip(),
                        List.of(stopped.id() + ";Are you there?"),
                        1)) {
            assertThat(client.exitCode()).isZero();

            // then
            assertThat(server.exitCode()).as(server.log(".out")).isZero();
            assertThat(server.log("_messages.log"))
                    .contains("MESSAGE sip:alice@ims.example.net SIP/2.0")
                    .contains("unreachable peer")
                    .contains("sip:" + stopped.id() + "@p2p.example.net");
        }
    }

    @Test
    void theSenderToAnIdThatNobodyHoldsIsTold(@TempDir Path folder) throws InterruptedException, IOException {
        // given
        List<Long> taken =
                deployment.peers().stream().map(peer -> peer.id().low()).toList();
        long nobody = 700;
        while (taken.contains(nobody)) {
            nobody++;
        }

        // when
        try (Sipp server = uas(folder);
                Sipp client = Sipp.client(
                        Files.createDirectory(folder.resolve("client")),
                        "u1",
                        deployment.sip(),
                        List.of(nobody + ";Anybody?"),
                        1)) {
            assertThat(client.exitCode()).isZero();

            // then
            assertThat(server.exitCode()).as(server.log(".out")).isZero();
            assertThat(server.log("_messages.log")).contains("unreachable peer");
        }
    }

    private static Sipp uas(Path folder) {
        return Sipp.start(
                folder,
                "uas-message",
                List.of(
                        "-i",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(imsCore.port()),
                        "-m",
                        "1",
                        "-trace_msg",
                        "-timeout",
                        "40s",
                        "-timeout_error"));
    }
}
