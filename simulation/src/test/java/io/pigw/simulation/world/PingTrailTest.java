package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.ping.PingTrail;
import io.pigw.overlay.sos.CondemnationOptions;
import io.pigw.overlay.sos.OpinionOptions;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.simulation.adversary.Adversary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a CSP can tell of the copies of its pings. */
class PingTrailTest {

    private static final int PEERS = 80;
    private static final WorldOptions OPTIONS = WorldOptions.of(16, 2, 9)
            .withGuidance(new Guidance.Server(OpinionOptions.DEFAULTS, CondemnationOptions.DEFAULTS));

    private final Map<CallId, Integer> begun = new HashMap<>();
    private final Set<List<NodeId>> routes = new HashSet<>();
    private final Map<String, List<LinkOutcome>> audited = new HashMap<>();
    private final Set<String> arrived = new HashSet<>();
    private final Set<String> taken = new HashSet<>();

    private final PingTrail trail = new PingTrail() {
        @Override
        public void began(CallId ping, int copies) {
            assertThat(begun.put(ping, copies)).isNull();
        }

        @Override
        public void taken(CallId ping, int copy, NodeId firstHop) {
            assertThat(copy).isBetween(0, begun.getOrDefault(ping, 0) - 1);
            taken.add(ping + "/" + copy);
        }

        @Override
        public void answered(CallId ping, int copy, List<NodeId> route, List<Integer> all) {
            routes.add(route);
            all.forEach(other -> arrived.add(ping + "/" + other));
        }

        @Override
        public void audited(CallId ping, int copy, LinkOutcome outcome) {
            audited.computeIfAbsent(ping + "/" + copy, _ -> new ArrayList<>()).add(outcome);
        }
    };

    @Test
    void itIsToldByWhichRouteCopiesCameAndWhereTheyWereLost() {
        // Given
        List<NodeId> peers = Worlds.ids(OPTIONS, PEERS);
        Corruption corruption = Corruption.of(peers, 0.3, List.of(new Adversary.Drop()), OPTIONS.seed());
        World world = Worlds.settled(OPTIONS, PEERS, corruption);
        List<PingOutcome> outcomes = new ArrayList<>();
        world.attack();

        // When
        for (NodeId peer : peers) {
            world.cspFor(peer).pinger().ping(peer, trail, outcomes::add);
            world.time().runFor(Duration.ofSeconds(4));
        }
        world.time().runFor(Duration.ofSeconds(10));

        // Then
        assertThat(begun).isNotEmpty();
        assertThat(outcomes)
                .filteredOn(PingOutcome.Located.class::isInstance)
                .isNotEmpty()
                .allSatisfy(outcome -> assertThat(routes).contains(((PingOutcome.Located) outcome).route()));
        assertThat(taken).containsAll(audited.keySet());
        List<List<LinkOutcome>> lost = audited.entrySet().stream()
                .filter(copy -> !arrived.contains(copy.getKey()))
                .map(Map.Entry::getValue)
                .filter(path -> !path.getLast().kind().isGood())
                .toList();
        assertThat(lost).isNotEmpty().allSatisfy(path -> {
            assertThat(corruption.isBad(path.getLast().subject())).isTrue();
            for (int i = 1; i < path.size(); i++) {
                assertThat(path.get(i).observer()).isEqualTo(path.get(i - 1).subject());
                assertThat(path.get(i - 1).kind().isGood()).isTrue();
            }
        });
    }
}
