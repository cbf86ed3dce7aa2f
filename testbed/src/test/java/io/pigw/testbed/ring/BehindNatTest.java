package io.pigw.testbed.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.csp.Csp;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.peer.Peer;
import io.pigw.peer.PeerStatus;
import io.pigw.peer.Peers;
import io.pigw.runtime.trace.WireTap;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that no CSP can dial, over real links: each is reached over its own, on two CSPs, and on the next one when that dies. */
class BehindNatTest {

    private static final NodeId GATEWAY = NodeId.of(260);
    private static final List<NodeId> CSPS = ids(256, 768, 1536);
    private static final NodeId RING_PEER = NodeId.of(586);
    private static final NodeId NEAR = NodeId.of(900);
    private static final NodeId FAR = NodeId.of(1700);
    private static final String NEAR_USER = "nina@p2p.example.net";
    private static final String IMS_USER = "alice@ims.example.net";

    @TempDir
    private Path directory;

    @Test
    void areReachedOverTheirLinks() throws Exception {
        try (SmallRing ring = new SmallRing(directory, 11, GATEWAY, CSPS, ids(586, 1100), WireTap.NONE);
                Peers nears = ring.behindNat(NEAR, NEAR_USER);
                Peers fars = ring.behindNat(FAR, "fred@p2p.example.net")) {
            assertThat(nears.allJoined()).succeedsWithin(SmallRing.SOON);
            assertThat(fars.allJoined()).succeedsWithin(SmallRing.SOON);
            Peer near = nears.all().getFirst();
            Peer far = fars.all().getFirst();
            Peer inRing = ring.peers.find(RING_PEER).orElseThrow();
            NodeContact csp = ring.responsible(NEAR);
            for (Peer natted : List.of(near, far)) {
                PeerStatus status = natted.status().get(5, TimeUnit.SECONDS);
                assertThat(status.overFlow()).isTrue();
                assertThat(status.member()).isFalse();
                assertThat(status.master())
                        .isEqualTo(ring.responsible(natted.id()).id());
            }

            assertThat(fromIms(ring, csp, near)).isEqualTo(200);
            assertThat(ring.gateway.fetch(csp, (Party.User) Party.parse(NEAR_USER)))
                    .containsExactly(NEAR);
            assertThat(send(near, Party.parse(IMS_USER), "to IMS")).isEqualTo(200);
            assertThat(send(inRing, new Party.Node(NEAR), "from the ring")).isEqualTo(200);
            assertThat(send(near, new Party.Node(RING_PEER), "to the ring")).isEqualTo(200);
            assertThat(send(near, new Party.Node(FAR), "from NAT to NAT")).isEqualTo(200);
            assertThat(send(far, new Party.Node(NEAR), "and back")).isEqualTo(200);
            assertThat(send(inRing, Party.parse(NEAR_USER), "by her name")).isEqualTo(200);
            assertThat(send(far, Party.parse(NEAR_USER), "by her name from NAT"))
                    .isEqualTo(200);

            Csp dying = Objects.requireNonNull(ring.csps.remove(csp.id()));
            dying.close();
            await().atMost(SmallRing.SOON).until(() -> !SmallRing.master(near).equals(csp.id()));
            Csp heir = Objects.requireNonNull(ring.csps.get(SmallRing.master(near)));
            assertThat(fromIms(ring, heir.contact(), near)).isEqualTo(200);
            assertThat(send(far, new Party.Node(NEAR), "over the heir")).isEqualTo(200);

            assertThat(texts(near))
                    .containsExactly(
                            "from IMS",
                            "from the ring",
                            "and back",
                            "by her name",
                            "by her name from NAT",
                            "from IMS",
                            "over the heir");
            assertThat(texts(far)).containsExactly("from NAT to NAT");
            assertThat(texts(inRing)).containsExactly("to the ring");
            assertThat(ring.gateway.received).extracting(MessageRequest::from).containsExactly(new Party.Node(NEAR));
            for (Peer member : ring.peers.all()) {
                assertThat(member.status().get(5, TimeUnit.SECONDS).successors())
                        .as("of two CSPs and two peers")
                        .isEqualTo(3);
            }
        }
    }

    private static int fromIms(SmallRing ring, NodeContact csp, Peer to) throws Exception {
        return ring.gateway.send(csp, IMS_USER, to.id(), CallId.mint(ring.environment.random()), "from IMS");
    }

    private static int send(Peer from, Party to, String text) throws Exception {
        return from.send(to, "text/plain", Bytes.utf8(text))
                .get(50, TimeUnit.SECONDS)
                .status()
                .code();
    }

    private static List<String> texts(Peer peer) {
        return peer.inbox().after(0, 10).stream()
                .map(entry -> entry.message().body().toUtf8())
                .toList();
    }

    private static List<NodeId> ids(long... ids) {
        return Arrays.stream(ids).mapToObj(NodeId::of).toList();
    }
}
