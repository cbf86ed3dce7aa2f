package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.cli.deployment.Deployment;
import io.pigw.gateway.NextHopConfig;
import io.pigw.gateway.SipConfig;
import io.pigw.gateway.as.Admit;
import io.pigw.p2psip.HostPort;
import io.pigw.peer.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An IMS user writes to whoever there is: most of it is refused, and honest senders do not notice. */
class SpamTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DOMAIN = "ims.example.net";
    private static final int RECIPIENTS_PER_HOUR = 5;
    private static final int OFFERS = 100;

    @TempDir
    Path data;

    @Test
    void aSpammerIsHeldUpAndHonestSendersAreNot() throws IOException {
        // given
        try (ImsSide ims = new ImsSide();
                Deployment deployment = World.start(data, 6, section(ims.address()), World.IMPATIENT)) {
            List<Peer> peers = deployment.peers();

            // when: the spammer begins with those who are there, and goes on with numbers that nobody has
            List<String> victims = victims(peers);
            List<String> spam = new ArrayList<>();
            int words = 0;
            for (int i = 0; i < OFFERS; i++) {
                spam.add(ims.send(deployment.sip(), "eve", victims.get(i), "text/plain", "offer"));
                if (i % 5 == 0) {
                    for (String honest : List.of("alice", "carol", "dave")) {
                        Peer friend = peers.get(words % RECIPIENTS_PER_HOUR);
                        ims.send(deployment.sip(), honest, friend.id().toString(), "text/plain", "word " + words++);
                    }
                }
            }
            int honest = words;

            // then
            await().atMost(SOON).until(() -> ims.answered() + ims.refusals().size() == OFFERS + honest);
            assertThat(ims.refusals().keySet())
                    .as("all but the first of the spam, and nothing of the others")
                    .containsExactlyInAnyOrderElementsOf(spam.subList(RECIPIENTS_PER_HOUR, OFFERS));
            assertThat(ims.refusals().values()).containsOnly(480);
            assertThat(ims.refusalTexts()).allMatch(text -> text.contains("\r\nRetry-After: "));
            await().atMost(SOON).until(() -> count(peers, "word ") == honest);
            assertThat(count(peers, "offer")).isEqualTo(RECIPIENTS_PER_HOUR);
        }
    }

    private static List<String> victims(List<Peer> peers) {
        List<String> there = peers.stream().map(peer -> peer.id().toString()).toList();
        List<String> victims = new ArrayList<>(there);
        for (int number = 1_000; victims.size() < OFFERS; number++) {
            if (!there.contains(Integer.toString(number))) {
                victims.add(Integer.toString(number));
            }
        }
        return victims;
    }

    private static long count(List<Peer> peers, String beginning) {
        return peers.stream()
                .flatMap(peer -> World.texts(peer).stream())
                .filter(text -> text.startsWith(beginning))
                .count();
    }

    private static SipConfig section(HostPort core) {
        return SipConfig.of(World.ANY, core.toString(), DOMAIN, List.of("pigw@" + DOMAIN))
                .admitting(Admit.ANYONE)
                .with(NextHopConfig.UNWATCHED)
                .withRecipientsPerHour(RECIPIENTS_PER_HOUR);
    }
}
