package io.pigw.bench.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pigw.bench.BenchException;
import io.pigw.bench.BenchProgress;
import io.pigw.bench.Machine;
import io.pigw.bench.enroll.FixedNode;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.signing.SignedContent;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChurnBenchTest {

    private static final Machine MACHINE = new Machine(2, "any", "any", 0);

    @TempDir
    private Path folder = Path.of("none");

    @Test
    void aFewRealNodesSurviveThatAThirdOfThemDies() throws Exception {
        assumeTrue(Boolean.getBoolean("bench.churn"), "a whole overlay: with -Dbench.churn=true alone, as CI does");
        ChurnOptions options = new ChurnOptions(3, 17, 64, 0.3, 1, "256m");

        ChurnReport report = ChurnBench.run(options, folder, BenchProgress.SILENT);

        assertThat(report.crashed()).isEqualTo(6);
        assertThat(report.records()).isEqualTo(17);
        assertThat(report.isGood()).as(report.toString()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 960, 350, 350, true",
        "1000, 959, 350, 350, false",
        "1000, 970, 350, 349, false",
    })
    void ofAThousandWithACopyEachNearlyAllAreFoundAndAllOfTheLiving(
            int held, int found, int refreshed, int again, boolean good) {
        ChurnReport report =
                new ChurnReport(MACHINE, 1_015, 15, 6, 9_000, 60, 304, 4, 9, 1_000, held, found, refreshed, again);

        assertThat(report.isGood()).isEqualTo(good);
    }

    @Test
    void whatNobodyHoldsAnyMoreIsNotMissed() {
        assertThat(report(15).isGood()).isTrue();
        assertThat(report(14).isGood()).isFalse();
    }

    private static ChurnReport report(int found) {
        return new ChurnReport(MACHINE, 20, 3, 2, 900, 9, 6, 1, 9, 17, 15, found, 12, 12);
    }

    @Test
    void aRecordIsHeldAsLongAsOneOfItsThreeNodesIsLeft() {
        // Given
        Ring ring = new Ring(64);
        OverlayRecords records = new OverlayRecords(64);
        NodeId owner = NodeId.of(7);
        NodeId place = SignedContent.resource("p2p.example.net", owner, 1).placeIn(ring);
        NodeId first = ring.plusPowerOfTwo(place, 3);
        NodeId second = ring.plusPowerOfTwo(place, 4);
        NodeId third = ring.plusPowerOfTwo(place, 5);
        NodeId fourth = ring.plusPowerOfTwo(place, 6);
        List<NodeId> members = List.of(fourth, second, first, third);

        // Then
        assertThat(records.held(List.of(owner), members, Set.of(first, second))).isEqualTo(1);
        assertThat(records.held(List.of(owner), members, Set.of(first, second, third)))
                .isZero();
    }

    @Test
    void whoDiesHasProcessesOfItsOwnAndNoneHasMoreThanItsFilesServe() {
        // Given
        ChurnOptions options = new ChurnOptions(16, 496, 64, 0.3, 7, "1g");

        // When
        ChurnPlan plan = ChurnPlan.of(options, new Random(7), 13_000);

        // Then
        assertThat(plan.all()).hasSize(512).doesNotHaveDuplicates();
        assertThat(plan.gone()).hasSize(154);
        assertThat(plan.dying()).hasSize(1);
        assertThat(plan.living()).hasSize(2).allSatisfy(part -> assertThat(part).hasSize(179));
        assertThat(ChurnPlan.of(options, new Random(7), 13_000)).isEqualTo(plan);
        assertThat(ChurnPlan.of(options, new Random(7), 2_048).living()).hasSize(14);
        assertThatThrownBy(() -> ChurnPlan.of(options, new Random(7), 1_024))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("ulimit -n");
    }

    @Test
    void oneCspIsLeftHoweverManyAreDrawn() {
        for (long seed = 0; seed < 100; seed++) {
            ChurnOptions options = new ChurnOptions(2, 8, 64, 0.5, seed, "1g");
            ChurnPlan plan = ChurnPlan.of(options, new Random(seed), 20_000);
            List<FixedNode> living = plan.living().getFirst();

            assertThat(ChurnPlan.ids(living, Role.CSP)).as("seed " + seed).isNotEmpty();
            assertThat(ChurnPlan.ids(living, Role.PEER)).as("seed " + seed).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 20, 64, 0.3, 1g",
        "3, 7, 64, 0.3, 1g",
        "3, 20, 10, 0.3, 1g",
        "3, 20, 64, 0.6, 1g",
        "3, 20, 64, -0.1, 1g",
        "16, 1001, 64, 0.3, 1g",
        "3, 20, 64, 0.3, much"
    })
    void whatIsOutOfRangeIsRefused(int csps, int peers, int ringBits, double share, String heap) {
        assertThatThrownBy(() -> new ChurnOptions(csps, peers, ringBits, share, 1, heap))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
