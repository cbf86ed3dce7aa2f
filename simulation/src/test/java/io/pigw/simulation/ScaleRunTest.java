package io.pigw.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.world.Corruption;
import io.pigw.simulation.world.RingInvariants;
import io.pigw.simulation.world.SimulatedNode;
import io.pigw.simulation.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ScaleRunTest {

    private static final SimulationOptions OVERLAY =
            SimulationOptions.PAPER.withNodes(96, 4).withRingBits(64).withAttempts(200);

    /** That is why large overlays may begin at rest. */
    @Test
    void anOverlayThatBeginsAtRestIsTheOneThatJoiningEndsIn() {
        // Given
        List<NodeId> peers = Overlays.peers(OVERLAY);
        World grown = Overlays.grown(OVERLAY, peers, Corruption.NONE);
        grown.time().runFor(Duration.ofMinutes(2));

        // When
        World begun = Overlays.atRest(OVERLAY, peers, Corruption.NONE);

        // Then: all tables are the same, and the upkeep leaves them so at the same cost
        assertThat(tables(begun)).isEqualTo(tables(grown));
        double costs = bytesOfTwoMinutes(begun);
        assertThat(costs).isCloseTo(bytesOfTwoMinutes(grown), Percentage.withPercentage(5));
        assertThat(tables(begun)).isEqualTo(tables(grown));
        assertThat(RingInvariants.violations(begun)).isEmpty();
        assertThat(begun.live()).allMatch(node -> node.chord().isSettled());
    }

    @Test
    void aPointSaysWhatANodeKnowsAndWhatItsUpkeepCosts() {
        // When
        List<Integer> seconds = new ArrayList<>();
        ScalePoint point = ScaleRun.run(OVERLAY, (done, of) -> seconds.add(of - done));

        // Then
        assertThat(point.delivered()).isEqualTo(1);
        assertThat(point.ringCorrect()).isTrue();
        assertThat(point.predictedHops()).isCloseTo(0.5 * 4.585 + 0.75, Offset.offset(0.001));
        assertThat(point.meanHops()).isBetween(1.5, point.predictedHops());
        assertThat(point.meanContacts()).isBetween(7.0, 24.0);
        assertThat(point.bytesPerNodeSecond()).isBetween(100.0, 600.0);
        assertThat(seconds).isSortedAccordingTo((a, b) -> b - a).hasSizeGreaterThan(60);
        assertThat(ScaleRun.run(OVERLAY, SimulationProgress.NONE)).isEqualTo(point);
    }

    @Test
    void oneNodeAloneIsAnOverlay() {
        ScalePoint point = ScaleRun.run(OVERLAY.withNodes(1, 1), SimulationProgress.NONE);

        assertThat(point.pings()).isZero();
        assertThat(point.meanContacts()).isZero();
        assertThat(point.bytesPerNodeSecond()).isZero();
    }

    @Test
    void whatIsTooLargeLiesOnTheLineThroughTheOthers() {
        List<ScalePoint> points = List.of(point(8, 900), point(64, 260), point(512, 290), point(4_096, 320));

        ScaleEstimate estimate = ScaleEstimate.of(1L << 30, points).orElseThrow();

        assertThat(estimate.bytesPerNodeSecond()).isCloseTo(500, Offset.offset(1e-6));
        assertThat(estimate.predictedHops()).isCloseTo(0.5 * 29 + 0.75, Offset.offset(1e-9));
        assertThat(ScaleEstimate.of(1L << 30, points.subList(0, 2))).isEqualTo(Optional.empty());
    }

    private static ScalePoint point(int nodes, double bytes) {
        return new ScalePoint(nodes, 2, 1, 1, 1, 1, 1, 1, bytes, 1, 1, true, 1, "");
    }

    private static List<List<NodeContact>> tables(World world) {
        List<List<NodeContact>> tables = new ArrayList<>();
        for (SimulatedNode node : world.live()) {
            tables.add(node.chord().predecessors());
            tables.add(node.chord().successors());
            tables.add(node.chord().fingers());
        }
        return tables;
    }

    private static double bytesOfTwoMinutes(World world) {
        long before = world.network().bytesSent();
        world.time().runFor(Duration.ofMinutes(2));
        return world.network().bytesSent() - before;
    }
}
