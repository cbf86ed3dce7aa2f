package io.pigw.bench.enroll;

import java.time.Duration;

/**
 * What to measure and how long.
 *
 * @param phase of each measurement, and of each flood, 1 s to 10 min
 * @param warmUp of issuing before the first, 0 s to 10 min
 * @param connections that are enrolled over at a time, 1 to 16: more would be told to come later
 * @param heap of the server's JVM, such as {@code 512m}
 */
public record EnrollBenchOptions(Duration phase, Duration warmUp, int connections, String heap) {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MAX_CONNECTIONS = 16;

    /** Checks the ranges. */
    public EnrollBenchOptions {
        require(phase.toSeconds() >= 1 && phase.compareTo(LONGEST) <= 0, "a phase must last 1 to 600 seconds");
        require(!warmUp.isNegative() && warmUp.compareTo(LONGEST) <= 0, "the warm-up must last 0 to 600 seconds");
        require(
                connections >= 1 && connections <= MAX_CONNECTIONS,
                "there must be 1 to " + MAX_CONNECTIONS + " connections");
        require(heap.matches("[1-9][0-9]*[mg]"), "the heap is written like 512m or 2g");
    }

    private static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
