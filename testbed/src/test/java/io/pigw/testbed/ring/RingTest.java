package io.pigw.testbed.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.csp.Csp;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Status;
import io.pigw.peer.Peer;
import io.pigw.peer.inbox.InboxEntry;
import io.pigw.runtime.trace.WireTap;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages in both directions through three CSPs and twelve peers. */
class RingTest {

    private static final List<NodeId> CSPS = ids(512, 1024, 1536);
    private static final List<NodeId> PEERS = ids(586, 1618, 7, 130, 399, 511, 513, 801, 1023, 1100, 1400, 2040);

    @TempDir
    private Path directory;

    private SmallRing ring;

    @BeforeEach
    void comeUp() throws Exception {
        ring = new SmallRing(directory, 11, NodeId.of(260), CSPS, PEERS, WireTap.NONE);
    }

    @AfterEach
    void goDown() {
        ring.close();
    }

    @Test
    void bringsAMessageToEachPeerOnce() throws Exception {
        for (Peer peer : ring.peers.all()) {
            CallId callId = CallId.mint(ring.environment.random());
            NodeContact csp = ring.responsible(peer.id());

            assertThat(ring.gateway.send(csp, "alice@ims.example.net", peer.id(), callId, "grüße an " + peer.id()))
                    .isEqualTo(200);
            assertThat(ring.gateway.send(csp, "alice@ims.example.net", peer.id(), callId, "grüße an " + peer.id()))
                    .isEqualTo(200);

            List<InboxEntry> inbox = peer.inbox().after(0, 10);
            assertThat(inbox).hasSize(1);
            assertThat(inbox.getFirst().message().body().toUtf8()).isEqualTo("grüße an " + peer.id());
            assertThat(inbox.getFirst().message().callId()).isEqualTo(callId);
        }
        assertThat(ring.sos.asked.get() + ring.sos.reports.get()).isPositive();
    }

    @Test
    void bringsAMessageOfEachPeerToTheGateway() throws Exception {
        for (Peer peer : ring.peers.all()) {
            var result = peer.send(Party.parse("alice@ims.example.net"), "text/plain", Bytes.utf8("from " + peer.id()))
                    .get(20, TimeUnit.SECONDS);

            assertThat(result.status()).isEqualTo(Status.OK);
        }

        assertThat(ring.gateway.received)
                .extracting(message -> message.body().toUtf8())
                .containsExactlyInAnyOrderElementsOf(ring.peers.all().stream()
                        .map(peer -> "from " + peer.id())
                        .toList());
        assertThat(ring.gateway.received)
                .allSatisfy(message -> assertThat(message.via()).hasSize(2));
    }

    @Test
    void saysThatADeadPeerIsNotThere() throws Exception {
        Peer dead = ring.peers.find(NodeId.of(586)).orElseThrow();
        dead.close();

        int code = ring.gateway.send(
                ring.responsible(dead.id()),
                "alice@ims.example.net",
                dead.id(),
                CallId.mint(ring.environment.random()),
                "hello?");

        assertThat(code).isEqualTo(480);
        assertThat(ring.gateway.send(
                        ring.responsible(NodeId.of(587)),
                        "alice@ims.example.net",
                        NodeId.of(260),
                        CallId.mint(ring.environment.random()),
                        "to nobody"))
                .isEqualTo(480);
    }

    @Test
    void findsTheNodesOfAName() throws Exception {
        NodeId id = NodeId.of(586);

        assertThat(ring.gateway.fetch(ring.responsible(id), (Party.User) Party.parse("user586@p2p.example.net")))
                .containsExactly(id);
    }

    @Test
    void servesOnWhenACspDies() throws Exception {
        Peer orphan = ring.peers.find(NodeId.of(586)).orElseThrow();
        Csp dying = java.util.Objects.requireNonNull(ring.csps.remove(NodeId.of(512)));
        dying.close();

        await().atMost(SmallRing.SOON).until(() -> !SmallRing.master(orphan).equals(NodeId.of(512)));
        NodeContact heir = ring.responsible(NodeId.of(1536));
        assertThat(SmallRing.master(orphan)).isEqualTo(heir.id());

        var sent = orphan.send(Party.parse("alice@ims.example.net"), "text/plain", Bytes.utf8("still here"))
                .get(30, TimeUnit.SECONDS);
        assertThat(sent.status()).isEqualTo(Status.OK);
        await().atMost(SmallRing.SOON)
                .untilAsserted(() -> assertThat(ring.gateway.send(
                                heir,
                                "alice@ims.example.net",
                                orphan.id(),
                                CallId.mint(ring.environment.random()),
                                "and you"))
                        .isEqualTo(200));
    }

    private static List<NodeId> ids(long... ids) {
        return LongStream.of(ids).mapToObj(NodeId::of).toList();
    }
}
