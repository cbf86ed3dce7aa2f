package io.pigw.overlay.limit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many things end in a second, lately: a mean over some seconds in which the last ones weigh most. Thread-safe. */
public final class DrainRate {

    private static final Duration SAMPLE = Duration.ofSeconds(1);
    private static final double MEMORY_SECONDS = 3;

    private @Nullable Instant since;
    private long count;
    private double mean = Double.NaN;

    /** One more has ended. */
    public synchronized void ended(Instant now) {
        roll(now);
        count++;
    }

    /** Things a second; not a number as long as nothing was measured. */
    public synchronized double perSecond(Instant now) {
        Instant start = roll(now);
        double seconds = seconds(start, now);
        return Double.isNaN(mean) && count > 0 && seconds > 0 ? count / seconds : mean;
    }

    private Instant roll(Instant now) {
        Instant start = since;
        if (start == null || now.isBefore(start)) {
            since = now;
            return now;
        }
        if (Duration.between(start, now).compareTo(SAMPLE) < 0) {
            return start;
        }
        double seconds = seconds(start, now);
        double sample = count / seconds;
        double weight = 1 - Math.exp(-seconds / MEMORY_SECONDS);
        mean = Double.isNaN(mean) ? count == 0 ? mean : sample : mean + weight * (sample - mean);
        since = now;
        count = 0;
        return now;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
