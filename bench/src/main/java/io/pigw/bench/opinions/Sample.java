package io.pigw.bench.opinions;

import io.pigw.bench.Medians;
import java.time.Duration;
import java.util.List;

/**
 * One load in one round.
 *
 * @param cpu of the server meanwhile
 * @param outcomes stored a second
 * @param reportsFailed reports that were not taken
 */
record Sample(Asking.Answers answers, Duration cpu, double outcomes, long reportsFailed) {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;

    double perSecond() {
        return answers.inTime() / (answers.nanos() / NANOS_PER_SECOND);
    }

    private double millis(double percentile) {
        return answers.latencies().getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    private double cpuMicros() {
        return cpu.toNanos() / NANOS_PER_MICRO / Math.max(1, answers.latencies().getTotalCount());
    }

    static OpinionReport.Row row(String load, List<Sample> rounds) {
        return new OpinionReport.Row(
                load,
                Medians.of(rounds, Sample::perSecond),
                Medians.of(rounds, sample -> sample.millis(50)),
                Medians.of(rounds, sample -> sample.millis(99)),
                Medians.of(rounds, sample -> sample.millis(100)),
                Medians.of(rounds, Sample::cpuMicros),
                rounds.stream().mapToLong(sample -> sample.answers().failed()).sum(),
                Medians.of(rounds, Sample::outcomes),
                rounds.stream().mapToLong(Sample::reportsFailed).sum());
    }
}
