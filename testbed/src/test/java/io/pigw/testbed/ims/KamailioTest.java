package io.pigw.testbed.ims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.peer.Peer;
import io.pigw.testbed.ims.ImsUser.Message;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Users of a real core and peers of the overlay write to each other. */
class KamailioTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path data;

    private static BehindCore world;
    private static Kamailio core;

    @TempDir
    Path folder;

    private int folders;

    @BeforeAll
    static void standUp() throws IOException {
        BehindCore.require();
        world = BehindCore.start(data);
        core = world.core();
    }

    @AfterAll
    static void tearDown() throws IOException {
        if (world != null) {
            world.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP"})
    void usersMessagesReachPeersUnchangedOnceAndAsWhoTheySurelyAre(String via) throws Exception {
        // given
        Peer bob = world.bob();
        List<Message> messages = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String text = "Grüße " + i + " per " + via + " – 你好 👋 ∑";
            texts.add(text);
            messages.add(Message.of("sip:bob@p2p.example.net", text).claiming("mallory"));
        }

        // when
        int code = user("carol", via).send(next(), messages);

        // then
        assertThat(code).isZero();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(BehindCore.inbox(bob, "per " + via))
                        .extracting(entry -> entry.message().body().toUtf8())
                        .containsExactlyInAnyOrderElementsOf(texts));
        assertThat(BehindCore.inbox(bob, "per " + via))
                .allSatisfy(entry -> assertThat(entry.message().from()).hasToString("carol@ims.example.net"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP"})
    void aPeersMessageReachesARegisteredUser(String via) throws Exception {
        // given
        Peer bob = world.bob();
        String text = "Ça va, Alice ? ✅ per " + via;
        try (Receiver alice = receiver("alice", via)) {
            // when
            world.send(bob, "alice", text);

            // then
            assertThat(alice.received())
                    .contains("P-Asserted-Identity: <sip:bob@p2p.example.net>", text)
                    .containsOnlyOnce("\nMESSAGE sip:alice@");
        }
    }

    @Test
    void aLargeMessagePassesBothWaysByTcp() throws Exception {
        // given
        Peer bob = world.bob();
        String text = "large " + "å".repeat(2_000);

        // when
        assertThat(user("carol", "TCP").send(next(), List.of(Message.of("sip:bob@p2p.example.net", text))))
                .isZero();
        try (Receiver alice = receiver("alice", "TCP")) {
            world.send(bob, "alice", text);

            // then
            assertThat(alice.received()).contains(text);
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(BehindCore.inbox(bob, "large"))
                        .singleElement()
                        .satisfies(entry ->
                                assertThat(entry.message().body().toUtf8()).isEqualTo(text)));
    }

    @Test
    void theSenderIsToldThroughTheCoreThatAPeerIsUnreachable() throws Exception {
        // given
        Peer stopped = world.deployment().peers().getLast();
        stopped.close();
        try (Receiver carol = receiver("carol", "UDP")) {
            // when
            assertThat(user("carol", "UDP")
                            .send(next(), List.of(Message.of("sip:" + stopped.id() + "@p2p.example.net", "Hello?"))))
                    .isZero();

            // then
            assertThat(carol.received())
                    .contains("unreachable peer")
                    .contains("From: <sip:" + stopped.id() + "@p2p.example.net>");
        }
    }

    @Test
    void whoAsksForPrivacyIsNotNamedToThePeer() throws Exception {
        // given
        Peer bob = world.bob();

        // when
        int code = user("carol", "UDP")
                .send(
                        next(),
                        List.of(Message.of("sip:bob@p2p.example.net", "guess who")
                                .with("Privacy: id")));

        // then
        assertThat(code).isZero();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(BehindCore.inbox(bob, "guess who"))
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.message().toString())
                                .contains("anonymous")
                                .doesNotContain("carol")));
    }

    @Test
    void aMessageForAUserWhoIsAwayArrivesOnceWhenTheUserRegisters() throws Exception {
        // given
        Peer bob = world.bob();
        assertThat(user("dave", "UDP").register(next(), "sip:dave@127.0.0.1:9", 0))
                .isZero();

        // when
        world.send(bob, "dave", "for when you are back");
        try (Receiver dave = receiver("dave", "UDP")) {
            // then
            assertThat(dave.received()).containsOnlyOnce("for when you are back");
        }
    }

    @Test
    void thePeerIsToldThatAUserDoesNotExist() throws Exception {
        // given
        Peer bob = world.bob();

        // when
        world.send(bob, "nobody", "Hello?");

        // then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(BehindCore.inbox(bob, "nobody@ims.example.net"))
                        .hasSize(1));
    }

    @Test
    void nothingIsLostWhenTheCoreDiesAndStartsAgain() throws Exception {
        // given
        Peer bob = world.bob();
        core.kill();

        // when
        for (int i = 0; i < 5; i++) {
            world.send(bob, "erin", "while it was down " + i + ".");
        }
        core.start();
        try (Receiver erin = Receiver.udp(user("erin", "UDP"), next(), next(), 5)) {
            // then
            String received = erin.received();
            for (int i = 0; i < 5; i++) {
                assertThat(received).containsOnlyOnce("while it was down " + i + ".");
            }
        }
    }

    @Test
    void theGatewayKnowsWhoIsRegistered() throws Exception {
        // given
        ImsUser frank = user("frank", "UDP");
        assertThat(world.knownOf("frank")).doesNotContain("frank@");

        // when
        assertThat(frank.register(next(), "sip:frank@127.0.0.1:9", 60)).isZero();

        // then
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(world.knownOf("frank")).contains("frank@ims.example.net", "sip:" + core.isc()));

        // when
        assertThat(frank.register(next(), "sip:frank@127.0.0.1:9", 0)).isZero();

        // then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.knownOf("frank")).doesNotContain("frank@"));
    }

    @Test
    void whoseRegistrationRunsOutIsGoneFromTheGatewayToo() throws Exception {
        // when
        assertThat(user("grace", "UDP").register(next(), "sip:grace@127.0.0.1:9", 4))
                .isZero();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.knownOf("grace")).contains("grace@"));

        // then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.knownOf("grace")).doesNotContain("grace@"));
    }

    @Test
    void theCoreRefusesWhoDoesNotKnowThePassword() throws Exception {
        assertThat(user("carol", "UDP").register(next(), "sip:carol@127.0.0.1:9", 60, "wrong"))
                .isNotZero();
    }

    private Receiver receiver(String name, String via) throws Exception {
        return via.equals("UDP")
                ? Receiver.udp(user(name, via), next(), next(), 1)
                : Receiver.tcp(user(name, "UDP"), next(), next());
    }

    private static ImsUser user(String name, String via) {
        return via.equals("UDP") ? ImsUser.udp(name, core.users()) : ImsUser.tcp(name, core.users());
    }

    private Path next() throws IOException {
        return Files.createDirectory(folder.resolve("sipp-" + folders++));
    }
}
