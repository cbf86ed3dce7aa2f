package io.pigw.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.simulation.keys.Signatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationTest {

    private static final SimulationOptions SMALL =
            SimulationOptions.PAPER.withNodes(64, 4).withAttempts(100);

    @Test
    void thePapersOverlayDeliversEveryPingInAFewHops() {
        // When
        SimulationResult result = Simulation.run(SimulationOptions.PAPER);

        // Then
        double predicted = 0.5 * Math.log(512.0 / 15) / Math.log(2) + 0.75;
        assertThat(result.ringCorrect()).isTrue();
        assertThat(result.fingerAccuracy()).isEqualTo(1.0);
        assertThat(result.delivered()).isEqualTo(1.0);
        assertThat(result.bound()).isEqualTo(1.0);
        assertThat(result.meanHops()).isBetween(1.5, predicted);
        assertThat(result.totalHops()).isEqualTo(3 + result.meanHops());
        assertThat(result.meanLinks()).isLessThan(50);
    }

    @Test
    void oneSeedGivesOneTraceAndAnotherSeedAnother() {
        // When
        SimulationResult once = Simulation.run(SMALL);
        SimulationResult again = Simulation.run(SMALL);
        SimulationResult other = Simulation.run(SMALL.withSeed(2));

        // Then
        assertThat(again).isEqualTo(once);
        assertThat(other.traceHash()).isNotEqualTo(once.traceHash());
    }

    @Test
    void thePapersOverlayHasTheSameTraceTwice() {
        // Given
        SimulationOptions options = SimulationOptions.PAPER.withSeed(7).withAttempts(200);

        // When
        SimulationResult once = Simulation.run(options);
        SimulationResult again = Simulation.run(options);

        // Then
        assertThat(again).isEqualTo(once);
    }

    @Test
    void realSignaturesAreDeterministicToo() {
        // Given
        SimulationOptions options = SMALL.withNodes(24, 3).withAttempts(20).withSignatures(Signatures.REAL);

        // When
        SimulationResult once = Simulation.run(options);
        SimulationResult again = Simulation.run(options);

        // Then
        assertThat(once.delivered()).isEqualTo(1.0);
        assertThat(again.traceHash()).isEqualTo(once.traceHash());
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 11", "2, 1, 11", "8, 2, 11", "64, 4, 11", "64, 4, 128", "16, 1, 5"})
    void overlaysOfManySizesDeliver(int nodes, int csps, int ringBits) {
        // When
        SimulationResult result = Simulation.run(
                SMALL.withNodes(nodes, csps).withRingBits(ringBits).withAttempts(50));

        // Then
        assertThat(result.ringCorrect()).isTrue();
        assertThat(result.delivered()).isEqualTo(nodes > csps ? 1.0 : 0.0);
    }

    @Test
    void aRingWithoutRoomIsRefused() {
        assertThatThrownBy(() -> Simulation.run(SMALL.withNodes(40, 4).withRingBits(5)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
