package io.pigw.overlay.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many requests are let in, by how long those before them waited for their answer.
 *
 * <p>As in CoDel (RFC 8289 §3), the least delay of an interval counts: a burst makes some wait, but only a queue that stands makes
 * all of them wait. After an interval in which even the quickest answer came late, or none came to what had waited throughout,
 * half of what was let in is; after any other a tenth of all more, until all are. A queue that was short throughout is none,
 * however slow the store. Nothing but the passing of time is needed to recover.
 *
 * <p>Passive: time and chance are passed in. Thread-safe.
 */
public final class Overload {

    /** A delay that a sender does not mind, well below T1, after which it would send again. */
    static final Duration TARGET = Duration.ofMillis(200);

    /** Some of the store's commits. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    /** Some are let in however bad it is: their delay tells when it is over. */
    static final double LEAST_SHARE = AdmittedShare.LEAST;

    private static final int MAX_INTERVALS = 16;

    private final int leastQueue;
    private final DrainRate answered = new DrainRate();
    private @Nullable Instant intervalStart;
    private @Nullable Duration least;
    private final AdmittedShare share = new AdmittedShare();
    private int inFlight;
    private int mostInFlight;
    private int waitedThroughout;

    /** Takes fewer than {@code leastQueue} at a time for no queue. */
    public Overload(int leastQueue) {
        this.leastQueue = leastQueue;
    }

    /** Whether one more is let in. */
    public synchronized boolean admits(Instant now) {
        roll(now);
        return share.admits();
    }

    /** One was handed over. */
    public synchronized void entered(Instant now) {
        roll(now);
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
    }

    /** One that was handed over then has been answered. */
    public synchronized void answered(Instant entered, Instant now) {
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
    public synchronized double share(Instant now) {
        roll(now);
        return share.value();
    }

    /** What a refused sender is told, in seconds: until those in flight are answered, and all are let in again. */
    public synchronized int retryAfterSeconds(Instant now, RandomGenerator random) {
        roll(now);
        double recovery = share.intervalsToAll() * seconds(INTERVAL);
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
        share.judged(late);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
