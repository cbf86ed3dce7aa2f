package io.pigw.cli.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortPlanTest {

    private static final List<NodeId> NODES = List.of(NodeId.of(512), NodeId.of(1618));

    @Test
    void overlaysThatStartAtOnceDoNotTakeTheSamePorts() {
        // given: one that has its ports, but does not listen yet
        try (PortPlan first = PortPlan.of(NODES, 11);
                // when
                PortPlan second = PortPlan.of(NODES, 11)) {
            // then
            assertThat(second.ports().values())
                    .doesNotContainAnyElementsOf(first.ports().values());
        }
    }

    @Test
    void aNodeOfThePapersRingListensAtItsIdAboveTheBase() {
        // given
        try (PortPlan plan = PortPlan.of(NODES, 11)) {
            // then
            List<Integer> ports = List.copyOf(plan.ports().values());
            assertThat(ports.getLast() - ports.getFirst()).isEqualTo(1618 - 512);
        }
    }
}
