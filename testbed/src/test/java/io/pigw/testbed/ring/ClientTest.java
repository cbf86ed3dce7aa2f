package io.pigw.testbed.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.csp.Csp;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Status;
import io.pigw.peer.Peer;
import io.pigw.peer.Peers;
import io.pigw.runtime.trace.WireTap;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client of a ring, over real links: with IDs of 128 bits, what bears its ID can mean nobody else. */
class ClientTest {

    private static final NodeId GATEWAY = NodeId.parse("271828182845904523536028747135266249775");
    private static final NodeId CLIENT = NodeId.parse("314159265358979323846264338327950288");
    private static final String NAME = "dora@p2p.example.net";
    private static final List<NodeId> CSPS = Stream.of(
                    "70000000000000000000000000000000000001",
                    "180000000000000000000000000000000000002",
                    "300000000000000000000000000000000000003")
            .map(NodeId::parse)
            .toList();

    @TempDir
    private Path directory;

    @Test
    void sendsAndReceivesOverItsCspAndOverTheNextOneWhenThatDies() throws Exception {
        Ears ears = new Ears();
        Random random = new Random(11);
        List<NodeId> peerIds = Stream.generate(() -> new NodeId(random.nextLong(), random.nextLong()))
                .limit(5)
                .toList();
        try (SmallRing ring = new SmallRing(directory, 128, GATEWAY, CSPS, peerIds, ears);
                Peers clients = ring.client(CLIENT, NAME)) {
            Peer client = clients.all().getFirst();
            assertThat(clients.allJoined()).succeedsWithin(SmallRing.SOON);
            NodeContact first = ring.responsible(CLIENT);
            assertThat(SmallRing.master(client)).isEqualTo(first.id());
            assertThat(ring.gateway.fetch(first, (Party.User) Party.parse(NAME)))
                    .containsExactly(CLIENT);
            bothWays(ring, client, first, "before");

            Csp dying = Objects.requireNonNull(ring.csps.remove(first.id()));
            dying.close();
            await().atMost(SmallRing.SOON).until(() -> !SmallRing.master(client).equals(first.id()));
            NodeId heirId = SmallRing.master(client);
            NodeContact heir = Objects.requireNonNull(ring.csps.get(heirId)).contact();
            bothWays(ring, client, heir, "after");

            assertThat(client.inbox().after(0, 10))
                    .extracting(entry -> entry.message().body().toUtf8())
                    .containsExactly("to the client before", "to the client after");
            assertThat(ring.gateway.received)
                    .extracting(MessageRequest::from)
                    .containsOnly(new Party.Node(CLIENT))
                    .hasSize(2);
            for (Csp csp : ring.csps.values()) {
                assertThat(csp.status().get(5, TimeUnit.SECONDS).clients())
                        .isEqualTo(csp.id().equals(heirId) ? 1 : 0);
            }
            assertThat(ears.linesOfMembers(CLIENT)).isEmpty();
            assertThat(ears.ofClient()).contains("to the client after").doesNotContain(GATEWAY.toString());
        }
    }

    private static void bothWays(SmallRing ring, Peer client, NodeContact csp, String when) throws Exception {
        CallId callId = CallId.mint(ring.environment.random());
        int delivered = ring.gateway.send(csp, "alice@ims.example.net", CLIENT, callId, "to the client " + when);
        var sent = client.send(
                        Party.parse("alice@ims.example.net"), "text/plain", Bytes.utf8("from the client " + when))
                .get(30, TimeUnit.SECONDS);

        assertThat(delivered).isEqualTo(200);
        assertThat(sent.status()).isEqualTo(Status.OK);
    }

    /** What everybody receives, link by link. */
    private static final class Ears implements WireTap {

        private final Map<List<NodeCertificate>, ByteArrayOutputStream> links = new ConcurrentHashMap<>();

        @Override
        public void sent(NodeCertificate by, NodeCertificate to, Bytes message) {}

        @Override
        public void received(NodeCertificate by, NodeCertificate from, Bytes bytes) {
            links.computeIfAbsent(List.of(by, from), _ -> new ByteArrayOutputStream())
                    .writeBytes(bytes.toArray());
        }

        /** Lines with that ID that members of the ring told each other. */
        List<String> linesOfMembers(NodeId id) {
            return links.entrySet().stream()
                    .filter(link -> link.getKey().stream().allMatch(node -> node.role() != Role.CLIENT)
                            && link.getKey().stream().allMatch(node -> node.role() != Role.GATEWAY))
                    .flatMap(link -> link.getValue()
                            .toString(StandardCharsets.ISO_8859_1)
                            .lines())
                    .filter(line -> line.contains(id.toString()))
                    .toList();
        }

        String ofClient() {
            StringBuilder all = new StringBuilder();
            links.forEach((link, heard) -> {
                if (link.getFirst().role() == Role.CLIENT) {
                    all.append(heard.toString(StandardCharsets.ISO_8859_1));
                }
            });
            return all.toString();
        }
    }
}
