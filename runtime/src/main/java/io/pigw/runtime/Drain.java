package io.pigw.runtime;

import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/** Waits until nothing is under way any more. Passive: all of it on the scheduler's thread, where time comes from. */
public final class Drain {

    /** How long a service waits that is not told otherwise, for its configuration. */
    public static final Duration USUAL = Duration.ofSeconds(8);

    /** The longest wait that may be configured. */
    public static final Duration MAX = Duration.ofMinutes(10);

    static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Scheduler scheduler;
    private final IntSupplier underWay;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    private Drain(Scheduler scheduler, IntSupplier underWay) {
        this.scheduler = scheduler;
        this.underWay = underWay;
    }

    /**
     * Begins to wait.
     *
     * @param underWay how much is; asked on the scheduler's thread
     * @param atMost 0 to wait for nothing
     * @return completes on the scheduler's thread with what is left; at once if that is nothing
     */
    public static CompletableFuture<Integer> begin(Scheduler scheduler, IntSupplier underWay, Duration atMost) {
        Drain drain = new Drain(scheduler, underWay);
        if (!atMost.isPositive()) {
            drain.giveUp();
            return drain.ended;
        }
        drain.look();
        if (!drain.ended.isDone()) {
            Scheduler.Cancellable end = scheduler.schedule(atMost, drain::giveUp);
            var _ = drain.ended.thenRun(end::cancel);
        }
        return drain.ended;
    }

    /**
     * Checks a configured wait.
     *
     * @throws IllegalArgumentException if it is not 0 to {@link #MAX}
     */
    public static void check(Duration atMost) {
        if (atMost.isNegative() || atMost.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("drain must be 0s to 10m");
        }
    }

    private void look() {
        if (ended.isDone()) {
            return;
        }
        if (underWay.getAsInt() == 0) {
            ended.complete(0);
        } else {
            var _ = scheduler.schedule(LOOK_EVERY, this::look);
        }
    }

    private void giveUp() {
        ended.complete(underWay.getAsInt());
    }
}
