package io.pigw.bench.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.bench.Machine;
import io.pigw.bench.load.LoadResult;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SipRowTest {

    private static final Offset<Double> EXACTLY = Offset.offset(1e-9);

    @Test
    void ratiosAreToTheTurnOfTheSameRound() {
        // Given rounds in which the machine was ever slower, for both alike, and one in which only ours was disturbed
        Samples ours = samples(4_000, 2_000, 100);
        Samples theirs = samples(8_000, 4_000, 1_000);

        SipRow row = SipRow.of(SipServer.PIGW_ACCEPT, ours, theirs);

        assertThat(row.ratioPerSecond()).isEqualTo(0.5, EXACTLY);
        assertThat(row.perSecond()).isEqualTo(2_000, EXACTLY);
        assertThat(row.rounds()).containsExactly(4_000.0, 2_000.0, 100.0);
    }

    @Test
    void processorTimeIsPerMessageThatSucceeded() {
        SipRow row = SipRow.of(SipServer.PIGW_ANSWER, samples(10_000), null);

        assertThat(row.cpuMicrosPerMessage()).isEqualTo(50, EXACTLY);
        assertThat(row.perCpuSecond()).isEqualTo(20_000, Offset.offset(1e-6));
        assertThat(row.allocatedBytesPerMessage()).isEqualTo(100, EXACTLY);
        assertThat(row.ratioPerSecond()).isNull();
    }

    @Test
    void aRateIsSustainedOnlyIfNothingWasResentInAnyRound() {
        Samples samples = samples(10_000);
        samples.addAtRate(2_000, sample(2_000, 0));
        samples.addAtRate(2_000, sample(2_000, 1));
        samples.addAtRate(1_000, sample(1_000, 0));

        List<SipRow.Latency> latency =
                SipRow.of(SipServer.PIGW_ANSWER, samples, null).latency();

        assertThat(latency).extracting(SipRow.Latency::rate).containsExactly(1_000, 2_000);
        assertThat(latency).extracting(SipRow.Latency::sustained).containsExactly(true, false);
    }

    @Test
    void theTableSaysWhatWasNotMeasuredAndWhy() {
        SipReport report = new SipReport(
                "sip",
                new Machine(2, "a processor", "Linux", 0.1),
                0.25,
                "a JDK",
                "abc",
                "UDP",
                5,
                1,
                16,
                1000,
                64,
                440,
                List.of(SipRow.of(SipServer.PIGW_ANSWER, samples(12_345), null)),
                List.of(new SipReport.Skipped(
                        "kamailio-reply", "Kamailio is not installed: apt-get install kamailio")));

        String table = SipTable.of(report);

        assertThat(table)
                .contains("2 × a processor")
                .containsPattern("pigw-answer +12345 +- +50\\.0 +20000 +- ")
                .contains("kamailio-reply  not measured: Kamailio is not installed: apt-get install kamailio");
    }

    private static Samples samples(int... perSecond) {
        Samples samples = new Samples();
        for (int rate : perSecond) {
            samples.addCapacity(sample(rate, 0));
        }
        return samples;
    }

    /** A second of so many messages, 50 µs and 100 bytes each. */
    private static Sample sample(int succeeded, int resent) {
        Histogram latencies = new Histogram(3);
        latencies.recordValue(1_000_000);
        LoadResult load = new LoadResult(1_000_000_000, succeeded, succeeded, succeeded, 0, resent, 0, 0, 0, latencies);
        return new Sample(
                load,
                Duration.ofNanos(50_000L * succeeded),
                OptionalLong.of(100L * succeeded),
                OptionalLong.of(64 << 20));
    }
}
