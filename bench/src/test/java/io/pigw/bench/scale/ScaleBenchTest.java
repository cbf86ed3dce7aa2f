package io.pigw.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pigw.bench.BenchProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run over real processes; no figure is asserted, as machines differ. */
class ScaleBenchTest {

    private static final Path NO_FILE = Path.of("none");

    @TempDir
    private Path directory = NO_FILE;

    @Test
    void everyMessageArrivesAtItsPeerAndIsCountedAtEachService() throws Exception {
        assumeTrue(
                Boolean.getBoolean("bench.scale"),
                "five processes for a minute: with -Dbench.scale=true alone, as CI does");
        ScaleReport report =
                ScaleBench.run(options(List.of(new ScalePoint(1, 1)), 20), directory, BenchProgress.SILENT);

        assertThat(report.points()).singleElement().satisfies(point -> {
            // a cold gateway may answer late; what it has taken arrives nevertheless, and once
            assertThat(point.sent()).isEqualTo(21);
            assertThat(point.answered()).isPositive().isLessThanOrEqualTo(point.arrived());
            assertThat(point.arrived()).isEqualTo(point.delivered()).isLessThanOrEqualTo(point.sent());
            assertThat(point.rows())
                    .extracting(ScaleReport.Row::service)
                    .containsExactly("sos", "csp", "gateway", "peers");
            assertThat(point.rows()).allSatisfy(row -> {
                assertThat(row.messages()).isEqualTo(point.delivered());
                assertThat(row.cpuMicros()).isPositive();
            });
            assertThat(point.hops()).isPositive();
            assertThat(point.medianMillis()).isPositive().isLessThanOrEqualTo(point.p99Millis());
        });
        assertThat(ScaleTable.of(report)).contains("1 gateways, 1 CSPs: csp 1000", "CPU µs a message");
    }

    @Test
    void listsOfEqualLengthGoTogetherAndASingleNumberWithEach() {
        assertThat(ScalePoint.of(List.of(1, 2), List.of(3, 4)))
                .containsExactly(new ScalePoint(1, 3), new ScalePoint(2, 4));
        assertThat(ScalePoint.of(List.of(1), List.of(3, 4)))
                .containsExactly(new ScalePoint(1, 3), new ScalePoint(1, 4));
        assertThatThrownBy(() -> ScalePoint.of(List.of(1, 2), List.of(1, 2, 3)))
                .hasMessageContaining("as many numbers of gateways as of CSPs");
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> new ScalePoint(9, 1)).hasMessageContaining("1 to 8");
        assertThatThrownBy(() -> options(List.of(), 20)).hasMessageContaining("1 to 16 points");
        assertThatThrownBy(() -> options(List.of(new ScalePoint(1, 1)), 0)).hasMessageContaining("rates must be");
    }

    @Test
    void noPeerHasTheIdOfACsp() {
        for (int peers : List.of(4, 60, 400)) {
            List<Integer> targets = ScaleRing.targets(peers);

            assertThat(targets).doesNotHaveDuplicates().allMatch(id -> id > 1_000 && id < 8_192);
            for (int csps = 1; csps <= ScalePoint.MAX; csps++) {
                assertThat(ScaleRing.csps(csps))
                        .noneMatch(csp -> targets.contains((int) csp.id().low()));
            }
        }
    }

    private static ScaleOptions options(List<ScalePoint> points, int rate) {
        return new ScaleOptions(points, "ping", 4, rate, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, "256m");
    }
}
