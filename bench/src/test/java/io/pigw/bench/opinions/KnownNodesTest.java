package io.pigw.bench.opinions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.LinkOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownNodesTest {

    private static final NodeId CSP = NodeId.of(2);
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);

    private record Pair(NodeId observer, NodeId subject) {}

    private final OpinionBenchOptions options = options(100, 10);
    private final KnownNodes nodes = new KnownNodes(options, CSP, new Random(1));

    @Test
    void eachLinkHasOneOutcomeBeforeAnyHasTwo() {
        Set<Pair> once = observed();
        Set<Pair> again = observed();

        assertThat(once).hasSize(1_000).isEqualTo(again);
        assertThat(once).allSatisfy(pair -> assertThat(pair.observer()).isNotEqualTo(pair.subject()));
    }

    @Test
    void everyLinkOfARouteButTheLastHasEvidence() {
        Set<Pair> known = observed();

        for (int i = 0; i < 50; i++) {
            List<List<NodeId>> routes = nodes.question().routes();
            assertThat(routes).hasSize(3).allSatisfy(route -> {
                assertThat(route)
                        .hasSize(7)
                        .startsWith(CSP)
                        .endsWith(routes.getFirst().getLast());
                for (int hop = 1; hop < route.size() - 1; hop++) {
                    assertThat(known).contains(new Pair(route.get(hop - 1), route.get(hop)));
                }
            });
        }
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> options(99, 10)).hasMessage("--nodes must be 100 to 10000, not 99");
        assertThatThrownBy(() -> options(100, 21)).hasMessageContaining("--observers must be 1 to 20");
    }

    private Set<Pair> observed() {
        Set<Pair> pairs = new HashSet<>();
        for (LinkOutcome outcome : outcomes()) {
            assertThat(pairs.add(new Pair(outcome.observer(), outcome.subject())))
                    .isTrue();
        }
        return pairs;
    }

    private List<LinkOutcome> outcomes() {
        List<LinkOutcome> all = new ArrayList<>();
        while (all.size() < nodes.links()) {
            all.addAll(nodes.outcomes(50, NOW).outcomes());
        }
        return all;
    }

    private static OpinionBenchOptions options(int nodes, int observers) {
        return new OpinionBenchOptions(nodes, observers, 3, 5, 1, 1, 2, 4, 50, 50, "256m");
    }
}
