package io.pigw.testbed.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.peer.Peer;
import io.pigw.peer.Peers;
import io.pigw.runtime.Environment;
import io.pigw.runtime.trace.WireTap;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers whose clocks are not their CSP's are reached, and reach others, right after they have started, and started again. */
class ClocksTest {

    private static final NodeId CSP = NodeId.of(1024);
    private static final NodeId PEER = NodeId.of(586);
    private static final NodeId BESIDE = NodeId.of(300);
    private static final NodeId FRIEND = NodeId.of(1618);
    private static final NodeId OTHER = NodeId.of(1100);
    private static final Party ALICE = Party.parse("alice@ims.example.net");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"-5, 0", "5, 0", "0, 5", "0, -5"})
    void messagesPassBothWaysRightAfterTheStart(int cspMinutesAhead, int peerMinutesAhead) throws Exception {
        assumeTrue(
                cspMinutesAhead < peerMinutesAhead || Boolean.getBoolean("bench.faults"),
                "the other way round with -Dbench.faults=true alone, as CI does");
        try (SmallRing ring = new SmallRing(
                        directory,
                        11,
                        NodeId.of(260),
                        List.of(CSP),
                        List.of(FRIEND, OTHER),
                        WireTap.NONE,
                        ahead(cspMinutesAhead));
                Environment process = Environment.create(1, ahead(peerMinutesAhead));
                Peers beside = ring.peer(process, BESIDE, "user300@p2p.example.net")) {
            assertThat(beside.allJoined()).succeedsWithin(SmallRing.SOON);
            try (Peers peers = ring.peer(process, PEER, "user586@p2p.example.net")) {
                assertReached(ring, peers);
            }
            try (Peers restarted = ring.peer(process, PEER, "user586@p2p.example.net")) {
                assertReached(ring, restarted);
            }
        }
    }

    private static void assertReached(SmallRing ring, Peers started) {
        assertThat(started.allJoined()).succeedsWithin(SmallRing.SOON);
        Peer peer = started.all().getFirst();
        Peer friend = ring.peers.find(FRIEND).orElseThrow();
        // an inbox has room for 100
        await().atMost(SmallRing.SOON).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            assertThat(fromIms(ring)).isEqualTo(200);
            assertThat(sent(peer, ALICE)).isEqualTo(200);
            assertThat(sent(friend, new Party.Node(PEER))).isEqualTo(200);
            assertThat(sent(peer, new Party.Node(FRIEND))).isEqualTo(200);
        });
    }

    private static int fromIms(SmallRing ring) throws Exception {
        return ring.gateway.send(
                ring.responsible(PEER), ALICE.toString(), PEER, CallId.mint(ring.environment.random()), "1");
    }

    private static int sent(Peer from, Party to) throws Exception {
        return from.send(to, "text/plain", Bytes.utf8("2"))
                .get(30, TimeUnit.SECONDS)
                .status()
                .code();
    }

    private static Clock ahead(int minutes) {
        return Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
    }
}
