package io.pigw.testbed.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.csp.Csp;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.peer.Peer;
import io.pigw.runtime.testing.TestClock;
import io.pigw.runtime.testing.TestPki;
import io.pigw.runtime.trace.WireTap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proofs of arcs over real links: peers get them, and who looks a place up has it proven. */
class ArcProofTest {

    private static final int PEERS = 12;

    @TempDir
    private Path directory;

    @Test
    void lookUpsAreProvenWhileThereAreCspsAndGoOnWithoutThem() throws Exception {
        // Given
        TestClock clock = TestClock.atPresent();
        try (SmallRing ring = new SmallRing(
                directory,
                11,
                NodeId.of(260),
                LongStream.of(512, 1536).mapToObj(NodeId::of).toList(),
                LongStream.range(0, PEERS)
                        .mapToObj(i -> NodeId.of(70 + 160 * i))
                        .toList(),
                WireTap.NONE,
                clock)) {
            clock.advance(Duration.ofMinutes(2));

            // When, then: as soon as each has its proof
            await().atMost(SmallRing.SOON.multipliedBy(3)).untilAsserted(() -> {
                double proven = lookups(ring, "proven");
                double unproven = lookups(ring, "unproven");
                double unasked = lookups(ring, "unasked");
                fetchFromAll(ring);
                assertThat(lookups(ring, "proven") - proven).isGreaterThan(lookups(ring, "unasked") - unasked);
                assertThat(lookups(ring, "unproven")).isEqualTo(unproven);
            });

            // When: nobody is left who proves anything
            ring.csps.values().forEach(Csp::close);
            ring.csps.clear();
            await().atMost(SmallRing.SOON).untilAsserted(() -> fetchFromAll(ring));
            clock.advance(Duration.ofMinutes(6));
            double proven = lookups(ring, "proven") + lookups(ring, "unproven");
            await().atMost(SmallRing.SOON).untilAsserted(() -> fetchFromAll(ring));

            // Then
            assertThat(lookups(ring, "proven") + lookups(ring, "unproven")).isEqualTo(proven);
        }
    }

    /** Each peer finds what the one after it has published of itself. */
    private static void fetchFromAll(SmallRing ring) {
        for (int i = 0; i < PEERS; i++) {
            Peer reader = ring.peers.all().get(i);
            NodeId owner = ring.peers.all().get((i + 1) % PEERS).id();
            Party.User user = new Party.User("user" + owner, TestPki.OVERLAY);
            FetchResult found = reader.fetch(SignedContent.resource(TestPki.OVERLAY, user), Kind.USER)
                    .join();
            assertThat(found).isInstanceOf(FetchResult.Found.class);
        }
    }

    private static double lookups(SmallRing ring, String proof) {
        return ring.environment.metrics().count("pigw_lookups_total", "proof", proof);
    }
}
