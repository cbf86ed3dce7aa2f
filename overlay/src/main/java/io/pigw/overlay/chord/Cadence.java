package io.pigw.overlay.chord;

import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Repeats a task at a {@link Pace}, with jitter so that nodes do not march in step. */
final class Cadence {

    private final Pace pace;
    private final NodePorts ports;
    private final Runnable task;
    private long intervalNanos;
    private Scheduler.@Nullable Cancellable next;
    private Instant dueAt = Instant.EPOCH;

    Cadence(Pace pace, NodePorts ports, Runnable task) {
        this.pace = pace;
        this.ports = ports;
        this.task = task;
        this.intervalNanos = pace.fastest().toNanos();
    }

    /** Runs the task one interval from now, and the time after that twice as late. */
    void scheduleNext() {
        schedule(jittered());
        intervalNanos = Math.min(2 * intervalNanos, pace.slowest().toNanos());
    }

    /** The same at the fastest interval; a run that is due sooner stays, for else whoever hurries often would hold it up. */
    void hurry() {
        reset();
        long delay = jittered();
        if (next == null || dueAt.isAfter(ports.clock().instant().plusNanos(delay))) {
            schedule(delay);
            intervalNanos = Math.min(2 * intervalNanos, pace.slowest().toNanos());
        }
    }

    /** Runs the task when the delay is over, within a tenth of it and one of the fastest intervals. */
    void scheduleAfter(Duration delay) {
        reset();
        schedule((long) (delay.toNanos() * (1 + 0.1 * ports.random().nextDouble())) + jittered());
    }

    private long jittered() {
        return (long) (intervalNanos * (0.75 + 0.5 * ports.random().nextDouble()));
    }

    private void schedule(long delayNanos) {
        stop();
        dueAt = ports.clock().instant().plusNanos(delayNanos);
        next = ports.scheduler().schedule(Duration.ofNanos(delayNanos), task);
    }

    /** As if it had gone on for long: at the slowest pace, the first time anywhere within it. */
    void scheduleAtRest() {
        intervalNanos = pace.slowest().toNanos();
        schedule((long) (intervalNanos * ports.random().nextDouble()));
    }

    /** The next interval is the fastest. */
    void reset() {
        intervalNanos = pace.fastest().toNanos();
    }

    void stop() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }
}
