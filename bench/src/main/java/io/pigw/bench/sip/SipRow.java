package io.pigw.bench.sip;

import io.pigw.bench.Medians;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a server came to: medians of the rounds, sums of what went wrong. Ratios compare with Kamailio's turn of the same round.
 *
 * @param server its label
 * @param measures what it does with a message
 * @param against which of Kamailio's the ratios are to
 * @param perSecond messages answered 2xx with the window full
 * @param cpuMicrosPerMessage of the server's processes
 * @param perCpuSecond the same the other way round: messages in a second of one processor
 * @param ratioPerSecond to {@code against}; null where that was not measured
 * @param ratioPerCpuSecond likewise
 * @param resent while the window was full
 * @param refused likewise
 * @param lost likewise
 * @param allocatedBytesPerMessage on the heap; null where it is no JVM of ours
 * @param memoryMegabytes of all its processes after the last round, shared pages counted once; null where the system does not tell
 * @param rounds messages a second in each
 * @param latency at fixed rates
 */
public record SipRow(
        String server,
        String measures,
        String against,
        double perSecond,
        double cpuMicrosPerMessage,
        double perCpuSecond,
        @Nullable Double ratioPerSecond,
        @Nullable Double ratioPerCpuSecond,
        long resent,
        long refused,
        long lost,
        @Nullable Double allocatedBytesPerMessage,
        @Nullable Double memoryMegabytes,
        List<Double> rounds,
        List<Latency> latency) {

    private static final double MEGABYTE = 1024.0 * 1024;

    /** Copies the lists. */
    public SipRow {
        rounds = List.copyOf(rounds);
        latency = List.copyOf(latency);
    }

    /**
     * At a fixed rate, since each message was due.
     *
     * @param rate messages a second
     * @param medianMillis median of the rounds' medians
     * @param p99Millis median of the rounds' 99th percentiles
     * @param maxMillis the longest of all rounds
     * @param cpuMicrosPerMessage of the server's processes
     * @param resent in all rounds
     * @param failed refused, lost, or not sent because too many were unanswered
     * @param sustained whether every message of every round was answered 2xx at its first sending
     */
    public record Latency(
            int rate,
            double medianMillis,
            double p99Millis,
            double maxMillis,
            double cpuMicrosPerMessage,
            long resent,
            long failed,
            boolean sustained) {

        static Latency of(int rate, List<Sample> samples) {
            return new Latency(
                    rate,
                    Medians.of(samples, sample -> sample.load().millis(50)),
                    Medians.of(samples, sample -> sample.load().millis(99)),
                    samples.stream()
                            .mapToDouble(sample -> sample.load().millis(100))
                            .max()
                            .orElse(0),
                    Medians.of(samples, Sample::cpuMicros),
                    samples.stream().mapToLong(sample -> sample.load().resent()).sum(),
                    samples.stream()
                            .mapToLong(sample -> sample.load().refused()
                                    + sample.load().lost()
                                    + sample.load().withheld())
                            .sum(),
                    samples.stream().allMatch(sample -> sample.load().isClean()));
        }
    }

    /** Of a server's turns and those of what it is held against, where that was measured. */
    static SipRow of(SipServer server, Samples samples, @Nullable Samples baseline) {
        List<Sample> capacity = samples.capacity();
        return new SipRow(
                server.label(),
                server.measures(),
                server.against().label(),
                Medians.of(capacity, Sample::perSecond),
                Medians.of(capacity, Sample::cpuMicros),
                Medians.of(capacity, Sample::perCpuSecond),
                ratio(capacity, baseline, Sample::perSecond),
                ratio(capacity, baseline, Sample::perCpuSecond),
                capacity.stream().mapToLong(sample -> sample.load().resent()).sum(),
                capacity.stream().mapToLong(sample -> sample.load().refused()).sum(),
                capacity.stream().mapToLong(sample -> sample.load().lost()).sum(),
                allocated(capacity),
                memory(capacity.getLast()),
                capacity.stream().map(Sample::perSecond).toList(),
                samples.byRate().entrySet().stream()
                        .map(at -> Latency.of(at.getKey(), at.getValue()))
                        .toList());
    }

    private static @Nullable Double ratio(
            List<Sample> capacity, @Nullable Samples baseline, ToDoubleFunction<Sample> figure) {
        if (baseline == null) {
            return null;
        }
        List<Double> ratios = new java.util.ArrayList<>();
        for (int round = 0;
                round < Math.min(capacity.size(), baseline.capacity().size());
                round++) {
            ratios.add(figure.applyAsDouble(capacity.get(round))
                    / figure.applyAsDouble(baseline.capacity().get(round)));
        }
        return ratios.isEmpty() ? null : Medians.of(ratios);
    }

    private static @Nullable Double allocated(List<Sample> capacity) {
        List<Double> known = capacity.stream()
                .map(Sample::allocatedPerMessage)
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .toList();
        return known.isEmpty() ? null : Medians.of(known);
    }

    private static @Nullable Double memory(Sample last) {
        return last.proportionalBytes().isPresent() ? last.proportionalBytes().getAsLong() / MEGABYTE : null;
    }
}
