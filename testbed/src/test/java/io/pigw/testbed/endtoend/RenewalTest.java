package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.cli.deployment.Deployment;
import io.pigw.gateway.outbox.Lane;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.peer.Peer;
import io.pigw.peer.text.SendResult;
import io.pigw.runtime.renewal.IdentityStatus;
import io.pigw.runtime.renewal.Renewals;
import io.pigw.runtime.trace.WireTap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody's certificate is renewed over EST while messages go both ways: none is lost, none is shown twice. */
class RenewalTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Party ALICE = new Party.User("alice", "ims.example.net");
    private static final int ROUNDS = 2;
    private static final int LEAST = 20;

    /** Messages on their way to bob: fewer than those after which the gateway answers 503. */
    private static final int WINDOW = Lane.MAX_MESSAGES / 2;

    @TempDir
    Path data;

    @Test
    void everybodyRenewsWhileMessagesGoBothWays() throws IOException {
        try (ImsSide ims = new ImsSide();
                Deployment deployment = World.start(data, World.PAPER_RING, 3, 8, ims.address(), WireTap.NONE)) {
            Renewals renewals = deployment.environment().renewals();
            Peer bob = deployment.peers().getFirst();
            List<String> toBob = new ArrayList<>();
            List<String> toAlice = new ArrayList<>();
            List<CompletableFuture<SendResult>> answers = new ArrayList<>();

            for (int round = 0; round < ROUNDS; round++) {
                Set<String> before = certificates(renewals);
                int least = toBob.size() + LEAST;
                renewals.hurry();
                await().atMost(SOON).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
                    assertThat(ims.refusals()).isEmpty();
                    if (ims.answered() == toBob.size()
                            && toBob.size() - World.texts(bob).size() < WINDOW) {
                        toBob.add("to bob " + toBob.size() + ".");
                        ims.send(deployment.sip().port(), "586", toBob.getLast());
                    }
                    if (answers.stream().allMatch(CompletableFuture::isDone)) {
                        toAlice.add("to alice " + toAlice.size() + ".");
                        answers.add(bob.send(ALICE, "text/plain", Bytes.utf8(toAlice.getLast())));
                    }
                    assertThat(ims.answered()).as("answered 2xx").isGreaterThanOrEqualTo(least);
                    assertThat(certificates(renewals)).as("certificates").doesNotContainAnyElementsOf(before);
                });
            }

            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(ims.answered()).as("answered 2xx").isEqualTo(toBob.size()));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(World.texts(bob)).containsExactlyInAnyOrderElementsOf(toBob));
            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(answer.join().status().isSuccess()).isTrue());
            await().atMost(SOON).untilAsserted(() -> assertThat(toAlice).allMatch(text -> ims.count(text) == 1));
            assertThat(renewals.statuses())
                    .hasSize(3 + 8 + 2)
                    .allMatch(status -> "renewed".equals(status.lastOutcome()));
            assertThat(deployment.environment().metrics().count("pigw_renewals_total", "outcome", "renewed"))
                    .isEqualTo(ROUNDS * (3 + 8 + 2));
            for (String direction : List.of("to_peer", "to_ims")) {
                assertThat(deployment
                                .environment()
                                .metrics()
                                .count("pigw_gateway_expired_total", "direction", direction))
                        .isZero();
            }
        }
    }

    private static Set<String> certificates(Renewals renewals) {
        Set<String> hashes = new HashSet<>();
        renewals.statuses().stream().map(IdentityStatus::sha256).forEach(hashes::add);
        return hashes;
    }
}
