package io.pigw.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.simulation.adversary.Adversaries;
import io.pigw.simulation.adversary.Adversary;
import io.pigw.simulation.adversary.StorageLie;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttackRunTest {

    private static final SimulationOptions OVERLAY =
            SimulationOptions.PAPER.withNodes(100, 2).withAttempts(120).withSeed(4);
    private static final AttackOptions DROPPING =
            AttackOptions.comparing(OVERLAY, List.of(new Adversary.Drop()), 0.4, 0, null);

    @Test
    void droppingCostsExactlyTheDestinationsThatNoHonestRouteLeadsTo() {
        // When
        AttackResult result = AttackRun.run(DROPPING);

        // Then
        assertThat(result.arms())
                .allSatisfy(
                        arm -> assertThat(arm.delivered()).as(arm.arm().label()).isEqualTo(arm.bound()));
        List<Double> delivered = result.arms().stream().map(Delivery::delivered).toList();
        assertThat(delivered.get(1)).as("several routes").isGreaterThan(delivered.get(0));
        assertThat(delivered.get(2)).as("several CSPs").isGreaterThan(delivered.get(0));
        assertThat(delivered.get(3)).as("several routes, then others").isGreaterThanOrEqualTo(delivered.get(1));
        assertThat(delivered.get(4)).as("several routes, then other ways").isGreaterThan(delivered.get(1));
        assertThat(result.healedSeconds()).isLessThan(60);
    }

    @Test
    void oneSeedGivesOneTraceUnderAttackAndChurn() {
        // Given
        AttackOptions options = AttackOptions.comparing(
                OVERLAY.withAttempts(20),
                List.of(new Adversary.Tamper(), new Adversary.JoinLeave(Duration.ofSeconds(20))),
                0.2,
                0.1,
                null);

        // When
        AttackResult once = AttackRun.run(options);
        AttackResult again = AttackRun.run(options);

        // Then
        assertThat(again).isEqualTo(once);
        assertThat(AttackRun.run(options.withSeed(5)).traceHash()).isNotEqualTo(once.traceHash());
    }

    @Test
    void aDividedOverlayBecomesOneAgain() {
        // Given: two halves for half a minute
        AttackOptions options = AttackOptions.comparing(
                OVERLAY.withNodes(30, 4),
                List.of(),
                0,
                0,
                new Partition(Duration.ofSeconds(5), Duration.ofSeconds(35)));

        // When
        AttackResult result = AttackRun.run(options);

        // Then: during it destinations on the other side are lost
        assertThat(result.of(DROPPING.arms().get(1)).delivered()).isBetween(0.5, 0.95);
        assertThat(result.healedSeconds()).isLessThan(300);
    }

    @Test
    void aRunThatFailsNamesItsSeed() {
        assertThatThrownBy(() -> SimulationException.naming(77, () -> {
                    throw new IllegalStateException("a CSP is gone");
                }))
                .isInstanceOf(SimulationException.class)
                .hasMessage("seed 77: a CSP is gone");
    }

    @Test
    void thePictureHasEveryNodeAndSomeRoutes() {
        // When
        String svg = AttackRun.picture(DROPPING);

        // Then
        assertThat(svg).startsWith("<svg ").endsWith("</svg>\n");
        assertThat(svg.split("<polyline", -1)).hasSizeBetween(3, 25);
        assertThat(svg.split("fill=\"#d22222\"", -1)).hasSize(1 + 39);
        assertThat(svg.split("<title>", -1)).hasSize(1 + 100);
    }

    @Test
    void anIntervalIsStudentsOverTheSeeds() {
        // When
        Estimate estimate = Estimate.ofShares(List.of(0.4, 0.5, 0.6));

        // Then: 4.303 * 0.1 / sqrt(3)
        assertThat(estimate.mean()).isCloseTo(0.5, Offset.offset(1e-12));
        assertThat(estimate.high()).isCloseTo(0.5 + 0.24843, Offset.offset(1e-4));
        assertThat(estimate.low()).isCloseTo(0.5 - 0.24843, Offset.offset(1e-4));
        assertThat(Estimate.ofShares(List.of(0.7))).isEqualTo(new Estimate(0.7, 0.7, 0.7));
        assertThat(Estimate.ofShares(List.of(0.0, 1.0))).isEqualTo(new Estimate(0.5, 0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "30..", "..30", "30..30", "60..30", "-1..5", "a..b"})
    void aPartitionThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Partition.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesOfAdversariesAreKnown() {
        assertThat(Adversaries.ALL)
                .allSatisfy(adversary ->
                        assertThat(Adversaries.parse(adversary.label())).isEqualTo(adversary));
        for (StorageLie lie : StorageLie.values()) {
            Adversary liar = new Adversary.BadStorage(lie);
            assertThat(Adversaries.parse(liar.label())).isEqualTo(liar);
        }
        assertThatThrownBy(() -> Adversaries.parse("sybil"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("drop, tamper, misroute");
        assertThat(Partition.parse("30..60")).isEqualTo(new Partition(Duration.ofSeconds(30), Duration.ofSeconds(60)));
    }
}
