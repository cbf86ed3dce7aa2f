package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.ping.RouteVerifier;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.simulation.adversary.Adversary;
import io.pigw.simulation.keys.Signatures;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to routes, an honest node is never made to have done what it did not: evidence is a ping of which every
 * signature is valid, and there is none that names an honest node for a hand-over that it did not make. Real signatures.
 */
class FramingTest {

    private static final WorldOptions OPTIONS = WorldOptions.of(16, 2, 8).withSignatures(Signatures.REAL);
    private static final int PEERS = 36;
    private static final int PINGED = 18;
    private static final List<Adversary> ADVERSARIES =
            List.of(new Adversary.ForgeRoute(), new Adversary.Replay(), new Adversary.Misroute());

    @Test
    void anHonestPeerIsNeverFramed() {
        // Given: a third of the peers forges, drops, reorders, splices and replays entries
        List<NodeId> peers = Worlds.ids(OPTIONS, PEERS);
        Corruption corruption = Corruption.of(peers, 1.0 / 3, ADVERSARIES, OPTIONS.seed());
        World world = Worlds.settled(OPTIONS, PEERS, corruption);
        Set<RouteEntry> made = new HashSet<>();
        Map<List<RouteEntry>, PingRequest> sent = new LinkedHashMap<>();
        world.network().filter((from, to, message) -> {
            if (message instanceof PingRequest ping) {
                RouteEntry last = ping.route().getLast();
                if (!corruption.isBad(from)
                        && last.signer().equals(from)
                        && last.next().equals(to)) {
                    made.add(last);
                }
                sent.putIfAbsent(ping.route(), ping);
            }
            return Optional.of(message);
        });

        // When
        world.attack();
        for (NodeId peer : peers.subList(0, PINGED)) {
            world.ping(peer, _ -> {});
            world.time().runFor(Duration.ofMillis(500));
        }
        world.time().runFor(Duration.ofSeconds(3));

        // Then: of all that anybody sent, and so could report, what verifies says of honest nodes what they did
        SimulatedNode judge = world.cspFor(peers.getFirst());
        RouteVerifier verifier = new RouteVerifier(
                new LocalNode(judge.contact(), OPTIONS.ring(), World.OVERLAY),
                world.ca().verifier());
        List<PingRequest> proven =
                sent.values().stream().filter(verifier::isProven).toList();
        assertThat(proven).hasSizeGreaterThan(PINGED);
        assertThat(sent).hasSizeGreaterThan(proven.size() + PINGED);
        assertThat(proven)
                .flatMap(PingRequest::route)
                .filteredOn(entry -> !corruption.isBad(entry.signer()))
                .allMatch(made::contains);
    }
}
