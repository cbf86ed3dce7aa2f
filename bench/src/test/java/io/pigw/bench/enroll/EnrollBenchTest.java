package io.pigw.bench.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pigw.bench.BenchProgress;
import io.pigw.bench.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run; no figure is asserted, as machines differ. */
class EnrollBenchTest {

    private static final Path NO_FILE = Path.of("none");
    private static final FloodCounts COUNTS = new FloodCounts(1_000, 990, 10, 0);

    @TempDir
    private Path directory = NO_FILE;

    @Test
    void certificatesAreIssuedOverKeptAndOverNewConnections() throws Exception {
        assumeTrue(
                Boolean.getBoolean("bench.enroll"),
                "a server and 4 clients for half a minute: with -Dbench.enroll=true alone, as CI does");
        EnrollReport report = EnrollBench.run(
                new EnrollBenchOptions(Duration.ofSeconds(1), Duration.ZERO, 4, "256m"),
                List.of(1_000),
                directory,
                BenchProgress.SILENT);

        assertThat(report.rows())
                .extracting(EnrollReport.Row::what)
                .contains("enroll, connections kept", "enroll, a connection each", "OCSP, answers signed before");
        assertThat(report.rows()).allSatisfy(row -> {
            assertThat(row.done()).isPositive();
            assertThat(row.refused()).isZero();
            assertThat(row.perSecond()).isPositive();
        });
        assertThat(EnrollTable.of(report)).contains("enroll, connections kept", "a second", "CRL of 1,000 entries");
        assertThat(report.crls()).singleElement().satisfies(row -> {
            assertThat(row.bytes()).isGreaterThan(1_000 * 30);
            assertThat(row.signMillis()).isPositive();
            assertThat(row.takeMillis()).isPositive();
        });
    }

    @Test
    void oneGoodClientThatWaitsFailsTheFlood() {
        FloodReport good = flood(row(0, 12));
        FloodReport bad = flood(row(0, 12), row(1, 1_001));

        assertThat(good.passed()).isTrue();
        assertThat(FloodTable.of(good)).contains("1000 bad requests/s", "No good client was kept waiting");
        assertThat(bad.passed()).isFalse();
        assertThat(FloodTable.of(bad)).contains("FAILED");
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> new EnrollBenchOptions(Duration.ZERO, Duration.ZERO, 1, "512m"))
                .hasMessageContaining("1 to 600 seconds");
        assertThatThrownBy(() -> new EnrollBenchOptions(Duration.ofSeconds(1), Duration.ZERO, 17, "512m"))
                .hasMessageContaining("1 to 16 connections");
        assertThatThrownBy(() -> new EnrollBenchOptions(Duration.ofSeconds(1), Duration.ZERO, 1, "much"))
                .hasMessageContaining("512m");
    }

    private static FloodReport flood(FloodReport.Row... rows) {
        return new FloodReport(
                "enroll-flood", new Machine(2, "some", "Linux", 0.1), "a JDK", "abc", 10, 1_000, List.of(rows));
    }

    private static FloodReport.Row row(int late, double maxMillis) {
        return new FloodReport.Row("bad requests", 1_000, "others", 10, late, 0, 8, maxMillis, 10, COUNTS, 0.4);
    }
}
