package io.pigw.cli.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pigw.cli.Progress;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.signing.SignedContent;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChurnRunTest {

    @TempDir
    private Path folder = Path.of("none");

    @Test
    void aFewRealNodesSurviveThatAThirdOfThemDies() throws Exception {
        assumeTrue(Boolean.getBoolean("bench.churn"), "a whole overlay: with -Dbench.churn=true alone, as CI does");
        ChurnOptions options = new ChurnOptions(3, 17, 64, 0.3, 1);

        ChurnReport report = ChurnRun.run(
                options,
                folder,
                new Progress(new PrintStream(PrintStream.nullOutputStream()), Clock.systemUTC()),
                Clock.systemUTC());

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
        ChurnReport report = new ChurnReport(1_015, 15, 304, 4, 1, 9, 1_000, held, found, refreshed, again);

        assertThat(report.isGood()).isEqualTo(good);
    }

    @Test
    void whatNobodyHoldsAnyMoreIsNotMissed() {
        assertThat(new ChurnReport(20, 3, 6, 1, 1, 9, 17, 15, 15, 12, 12).isGood())
                .isTrue();
        assertThat(new ChurnReport(20, 3, 6, 1, 1, 9, 17, 15, 14, 12, 12).isGood())
                .isFalse();
    }

    @Test
    void aRecordIsHeldAsLongAsOneOfItsThreeNodesIsLeft() {
        // Given
        Ring ring = new Ring(64);
        OverlayRecords records = new OverlayRecords("p2p.example.net", 64);
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

    @ParameterizedTest
    @CsvSource({
        "1, 20, 64, 0.3",
        "3, 7, 64, 0.3",
        "3, 20, 10, 0.3",
        "3, 20, 64, 0.6",
        "3, 20, 64, -0.1",
        "16, 241, 64, 0.3"
    })
    void whatIsOutOfRangeIsRefused(int csps, int peers, int ringBits, double share) {
        assertThatThrownBy(() -> new ChurnOptions(csps, peers, ringBits, share, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
