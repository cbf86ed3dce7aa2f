package io.pigw.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.bench.BenchProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The short form of what {@code pigw bench faults} does at length. */
class FaultsBenchTest {

    private static final int PROCESSES = 6;

    @TempDir
    private Path folder = Path.of("none");

    @Test
    @EnabledIfSystemProperty(named = "bench.faults", matches = "true")
    void nothingIsLostWhenAllAreRestartedInTurn() throws Exception {
        FaultsOptions options = new FaultsOptions(
                List.of(new Fault.Restart()), PROCESSES, "cache", 50, Duration.ofSeconds(1), 4, "192m");

        FaultsReport report = FaultsBench.run(options, folder, BenchProgress.SILENT);

        assertThat(report.isKept()).as(FaultsTable.of(report)).isTrue();
    }

    @Test
    void whatWasAcknowledgedSurvivesThatGatewayAndCspAreKilled() throws Exception {
        // With -Dbench.faults=true each process has its turn
        int rounds = Boolean.getBoolean("bench.faults") ? PROCESSES : 2;
        FaultsOptions options =
                new FaultsOptions(List.of(new Fault.Kill()), rounds, "cache", 50, Duration.ofSeconds(1), 4, "192m");

        FaultsReport report = FaultsBench.run(options, folder, BenchProgress.SILENT);

        assertThat(report.isKept()).as(FaultsTable.of(report)).isTrue();
    }
}
