package io.pigw.testbed.ims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** User agents that people use write to peers and are written to, through a real core. */
class RealUserAgentTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path data;

    private static BehindCore world;

    @TempDir
    Path folder;

    @BeforeAll
    static void standUp() throws IOException {
        Kamailio.require();
        world = BehindCore.start(data);
    }

    @AfterAll
    static void tearDown() throws IOException {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void linphoneAndAPeerTalk() throws IOException {
        // given
        try (Program linphone =
                UserAgents.linphone(folder, "carol", world.core().users())) {
            // when
            linphone.type("chat sip:bob@p2p.example.net Grüße von linphone – 你好");

            // then
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(BehindCore.inbox(world.bob(), "linphone"))
                            .singleElement()
                            .satisfies(entry -> {
                                assertThat(entry.message().from()).hasToString("carol@ims.example.net");
                                assertThat(entry.message().body().toUtf8()).isEqualTo("Grüße von linphone – 你好");
                            }));

            // when
            world.send(world.bob(), "carol", "Ça va, Carol ? ✅");

            // then
            linphone.awaitPrinted("Message received from sip:bob@p2p.example.net: Ça va, Carol ? ✅", SOON);
        }
    }

    @Test
    void linphoneIsToldThatAPeerIsUnreachable() throws IOException {
        // given
        try (Program linphone = UserAgents.linphone(folder, "dave", world.core().users())) {
            // when
            linphone.type("chat sip:777@p2p.example.net Anybody?");

            // then
            linphone.awaitPrinted(
                    "Message received from sip:777@p2p.example.net: unreachable peer", SOON.plus(BehindCore.EXPIRY));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void baresipHearsAPeer(String transport) throws IOException {
        // given
        Path own = Files.createDirectory(folder.resolve(transport));
        try (Program baresip = UserAgents.baresip(own, "alice", world.core().users(), transport)) {
            // when
            world.send(world.bob(), "alice", "Hei, Alice, per " + transport + " – 👋");

            // then
            baresip.awaitPrinted("sip:bob@p2p.example.net: \"Hei, Alice, per " + transport + " – 👋\"", SOON);
        }
    }
}
