package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.limit.RequestGate;
import io.pigw.overlay.ping.PingDrop;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.adversary.Adversary;
import io.pigw.simulation.network.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Req 15 of the draft: what floods ask is turned away, and what honest nodes ask is answered as if there were none. */
class FloodTest {

    private static final WorldOptions OPTIONS = WorldOptions.of(32, 2, 15);
    private static final int PEERS = 12;
    private static final int PER_SECOND = 10_000;
    private static final int SECONDS = 5;

    @Test
    void honestLookUpsAndPingsAreUnharmedWhileAQuarterOfThePeersFloods() {
        // Given
        List<NodeId> peers = Worlds.ids(OPTIONS, PEERS);
        Corruption corruption = Corruption.of(peers, 0.25, List.of(new Adversary.Flood(PER_SECOND)), OPTIONS.seed());
        World world = Worlds.settled(OPTIONS, PEERS, corruption);
        List<SimulatedNode> honest =
                world.honest().stream().filter(node -> node.role() == Role.PEER).toList();
        RandomGenerator random = Seeds.generator(OPTIONS.seed(), "look-ups");
        Map<NodeId, NodeContact> found = new TreeMap<>();
        List<PingOutcome> pings = new ArrayList<>();
        int asked = 0;

        // When
        world.attack();
        for (int second = 0; second < SECONDS; second++) {
            for (SimulatedNode node : honest) {
                NodeId target = OPTIONS.ring().random(random);
                node.chord().lookup(target, answer -> {
                    if (answer != null) {
                        found.put(target, answer.responsible());
                    }
                });
                world.ping(node.id(), pings::add);
                asked++;
            }
            world.time().runFor(Duration.ofSeconds(1));
        }
        world.time().runFor(Duration.ofSeconds(3));

        // Then
        assertThat(world.counts().limited(RequestGate.Sort.RING)).isGreaterThan(PER_SECOND);
        assertThat(world.counts().dropped(PingDrop.BAD_SIGNATURE)).isPositive();
        assertThat(found).hasSize(asked);
        assertThat(found)
                .allSatisfy(
                        (target, responsible) -> assertThat(responsible.id()).isEqualTo(responsible(world, target)));
        assertThat(pings).hasSize(asked).allMatch(outcome -> outcome instanceof PingOutcome.Located);
        assertThat(RingInvariants.violations(world)).isEmpty();
    }

    private static NodeId responsible(World world, NodeId target) {
        return world.members().stream()
                .map(SimulatedNode::id)
                .min((a, b) -> OPTIONS.ring()
                        .distance(target, a)
                        .compareTo(OPTIONS.ring().distance(target, b)))
                .orElseThrow();
    }
}
