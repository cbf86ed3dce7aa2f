package io.pigw.gateway.as;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many messages are let in, by how long those before them waited for their durable answer.
 *
 * <p>As in CoDel (RFC 8289 §3), the least delay of an interval counts: a burst makes some wait, but only a queue that stands makes
 * all of them wait. After an interval in which even the quickest answer came late, or none came to what had waited throughout,
 * half of what was let in is; after any other a tenth of all more, until all are. A queue that was short throughout is none,
 * however slow the store. Nothing but the passing of time is needed to recover.
 *
 * <p>Passive: time and chance are passed in. Thread-safe.
 */
final class Overload {

    /** A delay that a sender does not mind, well below T1, after which it would send again. */
    static final Duration TARGET = Duration.ofMillis(200);

    /** Some of the store's commits. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    /** Some are let in however bad it is: their delay tells when it is over. */
    static final double LEAST_SHARE = 0.02;

    private static final double LESS = 0.5;
    private static final double MORE = 0.1;
    private static final int MAX_INTERVALS = 16;

    private final int leastQueue;
    private final DrainRate answered = new DrainRate();
    private @Nullable Instant intervalStart;
    private @Nullable Duration least;
    private double share = 1;
    private double credit = 1;
    private int inFlight;
    private int mostInFlight;
    private int waitedThroughout;

    /** Takes fewer than {@code leastQueue} at a time for no queue. */
    Overload(int leastQueue) {
        this.leastQueue = leastQueue;
    }

    /** Whether one more is let in. */
    synchronized boolean admits(Instant now) {
        roll(now);
        credit = Math.min(1, credit + share);
        if (credit < 1) {
            return false;
        }
        credit -= 1;
        return true;
    }

    /** One was handed over. */
    synchronized void entered(Instant now) {
        roll(now);
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
    }

    /** One that was handed over then has been answered. */
    synchronized void answered(Instant entered, Instant now) {
        roll(now);
        inFlight--;
        waitedThroughout = Math.min(waitedThroughout, inFlight);
        Duration delay = Duration.between(entered, now);
        if (least == null || delay.compareTo(least) < 0) {
            least = delay;
        }
        answered.ended(now);
    }

    /** What part of the messages is let in, 0.02 to 1. */
    synchronized double share(Instant now) {
        roll(now);
        return share;
    }

    /** What a refused sender is told, in seconds: until those in flight are answered, and all are let in again. */
    synchronized int retryAfterSeconds(Instant now, RandomGenerator random) {
        roll(now);
        double recovery = (1 - share) / MORE * seconds(INTERVAL);
        double rate = answered.perSecond(now);
        if (Double.isNaN(rate)) {
            return RetryAfter.jittered(RetryAfter.UNMEASURED_SECONDS, random);
        }
        return RetryAfter.jittered(recovery + inFlight / Math.max(rate, 1.0 / RetryAfter.MAX_SECONDS), random);
    }

    /** Ends intervals that are over. Of a long silence no more is made than is needed to recover. */
    private void roll(Instant now) {
        Instant start = intervalStart;
        if (start == null || now.isBefore(start)) {
            begin(now);
            return;
        }
        for (int i = 0; i < MAX_INTERVALS && !start.plus(INTERVAL).isAfter(now); i++) {
            start = start.plus(INTERVAL);
            judge();
            begin(start);
        }
        if (!start.plus(INTERVAL).isAfter(now)) {
            begin(now);
        }
    }

    private void begin(Instant start) {
        intervalStart = start;
        least = null;
        mostInFlight = inFlight;
        waitedThroughout = inFlight;
    }

    private void judge() {
        boolean late =
                mostInFlight >= leastQueue && (least == null ? waitedThroughout > 0 : least.compareTo(TARGET) > 0);
        share = late ? Math.max(LEAST_SHARE, share * LESS) : Math.min(1, share + MORE);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
