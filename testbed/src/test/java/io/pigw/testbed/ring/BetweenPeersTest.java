package io.pigw.testbed.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.peer.Peer;
import io.pigw.peer.Peers;
import io.pigw.peer.text.SendResult;
import io.pigw.runtime.trace.WireTap;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages from node to node over real links: between peers nobody carries them, to and from clients their CSPs do. */
class BetweenPeersTest {

    private static final NodeId GATEWAY = NodeId.of(260);
    private static final List<NodeId> CSPS = ids(256, 768, 1536);
    private static final List<NodeId> PEERS = ids(300, 586, 1100, 1618);
    private static final String ZOE = "zoe@p2p.example.net";
    private static final NodeId CLIENT = NodeId.of(400);
    private static final NodeId FAR_CLIENT = NodeId.of(1700);

    @TempDir
    private Path directory;

    @Test
    void peersDeliverToEachOtherAndClientsOverTheirCsps() throws Exception {
        Wires wires = new Wires();
        try (SmallRing ring = new SmallRing(directory, 11, GATEWAY, CSPS, PEERS, wires);
                Peers near = ring.client(CLIENT, "dora@p2p.example.net");
                Peers far = ring.client(FAR_CLIENT, "emil@p2p.example.net")) {
            assertThat(near.allJoined()).succeedsWithin(SmallRing.SOON);
            assertThat(far.allJoined()).succeedsWithin(SmallRing.SOON);
            Peer bob = ring.peers.find(NodeId.of(586)).orElseThrow();
            Peer carol = ring.peers.find(NodeId.of(1618)).orElseThrow();
            Peer client = near.all().getFirst();
            Peer farClient = far.all().getFirst();

            delivered(bob, carol, "from bob to carol");
            delivered(carol, bob, "from carol to bob");
            delivered(bob, farClient, "from bob to the far client");
            delivered(client, carol, "from the client to carol");
            delivered(client, farClient, "from client to client");

            try (Peers desks = ring.peer(NodeId.of(450), ZOE);
                    Peers pockets = ring.peer(NodeId.of(1900), ZOE)) {
                assertThat(desks.allJoined()).succeedsWithin(SmallRing.SOON);
                assertThat(pockets.allJoined()).succeedsWithin(SmallRing.SOON);
                await().atMost(SmallRing.SOON)
                        .untilAsserted(
                                () -> assertThat(bob.send(Party.parse(ZOE), "text/plain", Bytes.utf8("to all of Zoe"))
                                                .get(30, TimeUnit.SECONDS)
                                                .deliveredTo())
                                        .containsExactlyInAnyOrder(NodeId.of(450), NodeId.of(1900)));
                assertThat(client.send(Party.parse(ZOE), "text/plain", Bytes.utf8("from the client"))
                                .get(30, TimeUnit.SECONDS)
                                .deliveredTo())
                        .containsExactlyInAnyOrder(NodeId.of(450), NodeId.of(1900));
                assertThat(pockets.all()
                                .getFirst()
                                .inbox()
                                .after(0, 10)
                                .getLast()
                                .message())
                        .satisfies(message -> {
                            assertThat(message.to()).isEqualTo(Party.parse(ZOE));
                            assertThat(message.body().toUtf8()).isEqualTo("from the client");
                        });
            }
            encrypted(bob, carol, null, "a secret for carol");
            encrypted(bob, farClient, farClient.certificate().der(), "a secret for the far client");
            SendResult unknown = bob.sendEncrypted(
                            new Party.Node(FAR_CLIENT), "text/plain", Bytes.utf8("a secret"), null)
                    .get(30, TimeUnit.SECONDS);
            assertThat(unknown.status().reason()).contains("certificate");
            SendResult wrong = bob.sendEncrypted(
                            new Party.Node(FAR_CLIENT),
                            "text/plain",
                            Bytes.utf8("a secret"),
                            carol.certificate().der())
                    .get(30, TimeUnit.SECONDS);
            assertThat(wrong.status().code()).isEqualTo(400);
            assertThat(wires.linksOf("a secret"))
                    .as("neither a CSP nor a wire sees the text")
                    .isEmpty();

            assertThat(wires.linksOf("from bob to carol")).containsExactly(link(586, 1618));
            assertThat(wires.linksOf("from bob to the far client"))
                    .containsExactlyInAnyOrder(link(586, 1536), link(1536, 1700));
            assertThat(wires.linksOf("from the client to carol"))
                    .containsExactlyInAnyOrder(link(400, 256), link(256, 1618));
            assertThat(wires.linksOf("from client to client"))
                    .containsExactlyInAnyOrder(link(400, 256), link(256, 1536), link(1536, 1700));
            assertThat(carol.inbox().after(0, 10))
                    .extracting(entry -> entry.message().from())
                    .containsExactly(
                            new Party.Node(NodeId.of(586)), new Party.Node(CLIENT), new Party.Node(NodeId.of(586)));

            assertThat(send(bob, GATEWAY, "hello?").status().code()).isEqualTo(480);
            assertThat(wires.linksOf("hello?")).isEmpty();
            assertThat(ring.gateway.received).isEmpty();
        }
    }

    private static void delivered(Peer from, Peer to, String text) throws Exception {
        SendResult result = send(from, to.id(), text);

        assertThat(result.status().code()).as(text).isEqualTo(200);
        assertThat(to.inbox().after(0, 10))
                .extracting(entry -> entry.message().body().toUtf8())
                .contains(text);
    }

    private static void encrypted(Peer from, Peer to, @Nullable Bytes certificate, String text) throws Exception {
        SendResult result = from.sendEncrypted(
                        new Party.Node(to.id()), "text/plain;charset=UTF-8", Bytes.utf8(text), certificate)
                .get(30, TimeUnit.SECONDS);

        assertThat(result.status().code()).as(text).isEqualTo(200);
        assertThat(to.inbox().after(0, 10).getLast().message()).satisfies(message -> {
            assertThat(message.encrypted()).isTrue();
            assertThat(message.contentType()).isEqualTo("text/plain;charset=UTF-8");
            assertThat(message.body().toUtf8()).isEqualTo(text);
        });
    }

    private static SendResult send(Peer from, NodeId to, String text) throws Exception {
        return from.send(new Party.Node(to), "text/plain", Bytes.utf8(text)).get(30, TimeUnit.SECONDS);
    }

    private static List<NodeId> link(long from, long to) {
        return ids(from, to);
    }

    private static List<NodeId> ids(long... ids) {
        return Arrays.stream(ids).mapToObj(NodeId::of).toList();
    }

    /** What everybody receives, link by link. */
    private static final class Wires implements WireTap {

        private final Map<List<NodeId>, ByteArrayOutputStream> links = new ConcurrentHashMap<>();

        @Override
        public void sent(NodeCertificate by, NodeCertificate to, Bytes message) {}

        @Override
        public void received(NodeCertificate by, NodeCertificate from, Bytes bytes) {
            links.computeIfAbsent(List.of(from.id(), by.id()), _ -> new ByteArrayOutputStream())
                    .writeBytes(bytes.toArray());
        }

        /** The links, sender first, over which a text went. */
        List<List<NodeId>> linksOf(String text) {
            return links.entrySet().stream()
                    .filter(link ->
                            link.getValue().toString(StandardCharsets.UTF_8).contains(text))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }
}
