package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.cli.deployment.Deployment;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.peer.Peer;
import io.pigw.runtime.trace.WireTap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elements that die while messages are under way: nothing accepted is lost, nothing is shown twice. */
class FaultTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int MESSAGES = 30;
    private static final NodeId MASTER = NodeId.of(512);

    @TempDir
    Path data;

    private ImsSide ims;
    private Deployment deployment;
    private Peer bob;

    @BeforeEach
    void standUp() throws IOException {
        ims = new ImsSide();
        deployment = World.start(data, World.PAPER_RING, 3, 8, ims.address(), WireTap.NONE);
        bob = deployment.peers().getFirst();
    }

    @AfterEach
    void tearDown() {
        deployment.close();
        ims.close();
    }

    @Test
    void aCspThatDiesLosesNothingAndMayComeBack() throws IOException {
        // given
        sendToBob(0, MESSAGES / 3);

        // when
        deployment.stopCsp(MASTER);
        sendToBob(MESSAGES / 3, 2 * MESSAGES / 3);
        await().atMost(SOON).until(() -> settled() == MESSAGES * 2 / 3);
        deployment.restartCsp(MASTER);
        sendToBob(2 * MESSAGES / 3, MESSAGES);

        // then: each is in the inbox once, or its sender was told
        await().atMost(SOON).until(() -> settled() == MESSAGES);
        assertThat(World.texts(bob)).doesNotHaveDuplicates();
        ims.send(deployment.sip().port(), "586", "after all that");
        await().atMost(SOON).until(() -> World.texts(bob).contains("after all that"));
        var answered = bob.send(new Party.User("alice", "ims.example.net"), "text/plain", Bytes.utf8("and back"));
        assertThat(answered.join().status().isSuccess()).isTrue();
        await().atMost(SOON).until(() -> ims.received("and back"));
    }

    @Test
    void withoutTheOpinionServerTheFirstVerifiedRouteIsTaken() throws IOException {
        // given
        deployment.sos().close();

        // when
        sendToBob(0, 5);

        // then
        await().atMost(SOON).until(() -> World.texts(bob).size() == 5);
    }

    private void sendToBob(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            ims.send(deployment.sip().port(), "586", "message " + i + ".");
        }
    }

    /** Messages in the inbox, and notices about others. */
    private long settled() {
        return World.texts(bob).size() + ims.count("unreachable peer") + ims.count("unconfirmed delivery");
    }
}
