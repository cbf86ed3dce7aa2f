package io.pigw.bench.opinions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pigw.bench.BenchProgress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run over real processes; no figure is asserted, as machines differ. */
class OpinionBenchTest {

    @TempDir
    private Path directory = Path.of("none");

    @Test
    void everyQuestionIsAnsweredAndEveryReportIsTaken() throws Exception {
        assumeTrue(
                Boolean.getBoolean("bench.opinions"),
                "two processes for a quarter of a minute: with -Dbench.opinions=true alone, as CI does");

        OpinionReport report = OpinionBench.run(
                new OpinionBenchOptions(100, 10, 3, 5, 1, 1, 2, 4, 50, 200, "256m"), directory, BenchProgress.SILENT);

        assertThat(report.isGood()).isTrue();
        assertThat(report.links()).isEqualTo(1_000);
        assertThat(report.rows()).hasSize(3).allSatisfy(row -> {
            assertThat(row.perSecond()).isPositive();
            assertThat(row.medianMillis()).isPositive().isLessThanOrEqualTo(row.p99Millis());
            assertThat(row.p99Millis()).isLessThanOrEqualTo(row.worstMillis());
            assertThat(row.cpuMicros()).isNotNegative();
        });
        assertThat(report.rows().getLast().outcomes()).isPositive();
        assertThat(OpinionTable.of(report)).contains("50 a second, and reports", "judgements/s");
    }
}
