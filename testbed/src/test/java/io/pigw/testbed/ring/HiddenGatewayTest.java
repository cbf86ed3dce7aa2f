package io.pigw.testbed.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.peer.Peer;
import io.pigw.peer.text.SendResult;
import io.pigw.runtime.testing.TestClock;
import io.pigw.runtime.trace.WireTap;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With IDs of 128 bits, what a peer receives can hold the gateway's only if somebody gave it away. */
class HiddenGatewayTest {

    private static final NodeId GATEWAY = NodeId.parse("271828182845904523536028747135266249775");
    private static final List<NodeId> CSPS = Stream.of(
                    "70000000000000000000000000000000000001",
                    "180000000000000000000000000000000000002",
                    "300000000000000000000000000000000000003")
            .map(NodeId::parse)
            .toList();

    @TempDir
    private Path directory;

    @Test
    void noByteThatAPeerReceivesTellsOfTheGateway() throws Exception {
        PeersEars ears = new PeersEars();
        Random random = new Random(7);
        List<NodeId> peers = Stream.generate(() -> new NodeId(random.nextLong(), random.nextLong()))
                .limit(8)
                .toList();
        TestClock clock = TestClock.atPresent();
        try (SmallRing ring = new SmallRing(directory, 128, GATEWAY, CSPS, peers, ears, clock)) {
            clock.advance(Duration.ofMinutes(2));
            await().atMost(SmallRing.SOON.multipliedBy(2))
                    .until(() -> ring.environment.metrics().count("pigw_csp_arc_proofs_total", "outcome", "given")
                            >= peers.size());
            for (Peer peer : ring.peers.all()) {
                assertThat(ring.gateway.send(
                                ring.responsible(peer.id()),
                                "alice@ims.example.net",
                                peer.id(),
                                CallId.mint(ring.environment.random()),
                                "hello"))
                        .isEqualTo(200);
                peer.send(Party.parse("alice@ims.example.net"), "text/plain", Bytes.utf8("hello back"))
                        .get(20, TimeUnit.SECONDS);
            }
            Peer source = ring.peers.all().getFirst();
            for (Peer peer : ring.peers.all().subList(1, 4)) {
                SendResult sent = source.send(new Party.Node(peer.id()), "text/plain", Bytes.utf8("hello, peer"))
                        .get(20, TimeUnit.SECONDS);
                assertThat(sent.deliveredTo()).containsExactly(peer.id());
            }
            Party nobody = Party.parse("nobody@ims.example.net");
            ring.gateway.refuse(nobody);
            Peer first = ring.peers.all().getFirst();
            first.send(nobody, "text/plain", Bytes.utf8("?")).get(20, TimeUnit.SECONDS);

            byte[] heard = ears.heard();
            byte[] certificate = ring.gatewayIdentity.chain().getFirst().getEncoded();
            assertThat(heard.length).isGreaterThan(10_000);
            assertThat(contains(heard, "hello".getBytes(StandardCharsets.UTF_8)))
                    .isTrue();
            for (byte[] secret : List.of(
                    GATEWAY.toString().getBytes(StandardCharsets.US_ASCII),
                    GATEWAY.toBigInteger().toByteArray(),
                    ByteBuffer.allocate(16)
                            .putLong(GATEWAY.high())
                            .putLong(GATEWAY.low())
                            .array(),
                    GATEWAY.toBigInteger().toString(16).getBytes(StandardCharsets.US_ASCII),
                    certificate,
                    Base64.getEncoder().encode(certificate),
                    ring.gatewayIdentity.certificate().sha256().toArray(),
                    Base64.getEncoder()
                            .encode(ring.gatewayIdentity.certificate().sha256().toArray()),
                    ring.gateway.toldSecret().getBytes(StandardCharsets.UTF_8))) {
                assertThat(contains(heard, secret)).isFalse();
            }
        }
    }

    private static boolean contains(byte[] all, byte[] part) {
        return new String(all, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    /** All that peers receive, link by link. */
    private static final class PeersEars implements WireTap {

        private final Map<List<NodeId>, ByteArrayOutputStream> links = new ConcurrentHashMap<>();

        @Override
        public void sent(NodeCertificate by, NodeCertificate to, Bytes message) {}

        @Override
        public void received(NodeCertificate by, NodeCertificate from, Bytes bytes) {
            if (by.role() == Role.PEER) {
                links.computeIfAbsent(List.of(by.id(), from.id()), _ -> new ByteArrayOutputStream())
                        .writeBytes(bytes.toArray());
            }
        }

        byte[] heard() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            links.values().forEach(link -> all.writeBytes(link.toByteArray()));
            return all.toByteArray();
        }
    }
}
