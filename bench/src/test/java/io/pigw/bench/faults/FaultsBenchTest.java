package io.pigw.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pigw.bench.BenchException;
import io.pigw.bench.BenchProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The short form of what {@code pigw bench faults} does at length. */
class FaultsBenchTest {

    private static final int PROCESSES = 7;

    @TempDir
    private Path folder = Path.of("none");

    @Test
    @EnabledIfSystemProperty(named = "bench.faults", matches = "true")
    void nothingIsLostWhenAllAreRestartedInTurn() throws Exception {
        FaultsReport report = run(new Fault.Restart(), PROCESSES);

        assertThat(report.isKept()).as(FaultsTable.of(report)).isTrue();
    }

    @Test
    @EnabledIfSystemProperty(named = "bench.faults", matches = "true")
    void nothingIsLostAtAGatewayWhoseClockIsWrong() throws Exception {
        String advice = adviceForWrongClocks();
        if (Boolean.getBoolean("require.tools")) {
            assertThat(advice).isEmpty();
        }
        assumeTrue(advice.isEmpty(), advice);

        FaultsReport report = run(new Fault.Skew(Duration.ofMinutes(5)), 1);

        assertThat(report.isKept()).as(FaultsTable.of(report)).isTrue();
    }

    @Test
    @EnabledIfSystemProperty(named = "bench.faults", matches = "true")
    void nothingIsLostBesideWhatNobodyShouldSend() throws Exception {
        FaultsReport report = run(new Fault.Garbage(300), 1);

        assertThat(report.isKept()).as(FaultsTable.of(report)).isTrue();
        assertThat(report.rows().getFirst().badInput()).satisfies(counts -> {
            assertThat(counts.messages()).isGreaterThanOrEqualTo(300);
            assertThat(counts.broken()).isPositive();
        });
    }

    @Test
    void whatWasAcknowledgedSurvivesThatGatewayAndCspAreKilled() throws Exception {
        // With -Dbench.faults=true each process has its turn
        int rounds = Boolean.getBoolean("bench.faults") ? PROCESSES : 2;

        FaultsReport report = run(new Fault.Kill(), rounds);

        assertThat(report.isKept()).as(FaultsTable.of(report)).isTrue();
    }

    private FaultsReport run(Fault fault, int rounds) throws Exception {
        FaultsOptions options =
                new FaultsOptions(List.of(fault), rounds, "cache", 50, Duration.ofSeconds(1), 4, "192m");
        return FaultsBench.run(options, folder, BenchProgress.SILENT);
    }

    /** Empty if a process can be given another clock here. */
    private static String adviceForWrongClocks() {
        try {
            FakeTime.library();
            return "";
        } catch (BenchException missing) {
            return String.valueOf(missing.getMessage());
        }
    }
}
