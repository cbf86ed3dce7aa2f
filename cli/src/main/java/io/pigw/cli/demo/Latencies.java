package io.pigw.cli.demo;

import java.util.Arrays;

/** Figures over a set of measured times. */
final class Latencies {

    private static final double NANOS_PER_MILLI = 1e6;

    private final long[] sortedNanos;

    private Latencies(long[] sortedNanos) {
        this.sortedNanos = sortedNanos;
    }

    static Latencies of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(sorted);
    }

    int count() {
        return sortedNanos.length;
    }

    double meanMillis() {
        return Arrays.stream(sortedNanos).average().orElse(0) / NANOS_PER_MILLI;
    }

    double medianMillis() {
        return quantileMillis(0.5);
    }

    double p99Millis() {
        return quantileMillis(0.99);
    }

    /** The nearest-rank quantile, 0 when there is nothing. */
    private double quantileMillis(double share) {
        if (sortedNanos.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(share * sortedNanos.length);
        return sortedNanos[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
    }
}
