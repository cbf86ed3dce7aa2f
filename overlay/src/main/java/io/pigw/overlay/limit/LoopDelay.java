package io.pigw.overlay.limit;

import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many requests are let in by how late a node's thread is: a task that it is given at regular times waits there as
 * long as requests do. No answer of anybody else comes into it, so that slow peers do not look like an overload here.
 *
 * <p>As in CoDel (RFC 8289 §3), the least delay of an interval counts, so one long pause, of the garbage collector for instance, is
 * no overload: some looks in a row must all be late. Nor is it one while few ask, for then the thread is behind with other work,
 * and turning them away would not help. Under overload half of what was let in is, and after an interval without a tenth of all
 * more. Passive: time, which must never be set, and chance are passed in. On the node's thread, but for {@link #share}.
 */
public final class LoopDelay {

    /** How often it looks. */
    static final Duration EVERY = Duration.ofMillis(100);

    /** A delay that nobody minds: small beside all times that others wait for an answer. */
    static final Duration TARGET = Duration.ofMillis(200);

    /** How long an interval is, at least. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    /** How many looks an interval holds, at least. */
    static final int LOOKS = 3;

    /** Fewer requests in an interval are few. */
    static final int LEAST_ASKED = 50;

    private final Scheduler scheduler;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final AdmittedShare share = new AdmittedShare();
    private volatile double shown = 1;
    private Instant intervalStart = Instant.MIN;
    private Duration least = Duration.ZERO;
    private int looks;
    private int asked;
    private Scheduler.@Nullable Cancellable next;
    private boolean closed;

    /**
     * One that does not look yet, and lets all in.
     *
     * @param clock that of the scheduler: one that no operator sets
     */
    public LoopDelay(Scheduler scheduler, InstantSource clock, RandomGenerator random) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.random = random;
    }

    /** Begins to look. */
    public void start() {
        begin(clock.instant());
        again();
    }

    /** Whether one more request is let in. */
    public boolean admits() {
        asked++;
        return share.admits();
    }

    /** What part of the requests is let in, 0.02 to 1. Any thread. */
    public double share() {
        return shown;
    }

    /** What a refused sender is told, in seconds, 1 to 60: until all are let in again, if it is over now. */
    public int retryAfterSeconds() {
        return RetryAfter.jittered(share.intervalsToAll() * INTERVAL.toMillis() / 1_000, random);
    }

    /** Looks no more. Idempotent. */
    public void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }

    private void again() {
        Instant due = clock.instant().plus(EVERY);
        next = scheduler.schedule(EVERY, () -> look(due));
    }

    private void look(Instant due) {
        if (closed) {
            return;
        }
        Instant now = clock.instant();
        Duration late = Duration.between(due, now);
        least = looks == 0 || late.compareTo(least) < 0 ? late : least;
        looks++;
        if (looks >= LOOKS && !now.isBefore(intervalStart.plus(INTERVAL))) {
            share.judged(asked >= LEAST_ASKED && least.compareTo(TARGET) > 0);
            shown = share.value();
            begin(now);
        }
        again();
    }

    private void begin(Instant now) {
        intervalStart = now;
        looks = 0;
        asked = 0;
    }
}
