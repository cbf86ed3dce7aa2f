package io.pigw.overlay.chord;

import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Repeats a task at a {@link Pace}, with jitter so that nodes do not march in step. */
final class Cadence {

    private final Pace pace;
    private final NodePorts ports;
    private final Runnable task;
    private long intervalNanos;
    private Scheduler.@Nullable Cancellable next;

    Cadence(Pace pace, NodePorts ports, Runnable task) {
        this.pace = pace;
        this.ports = ports;
        this.task = task;
        this.intervalNanos = pace.fastest().toNanos();
    }

    /** Runs the task one interval from now, and the time after that twice as late. */
    void scheduleNext() {
        stop();
        long jittered = (long) (intervalNanos * (0.75 + 0.5 * ports.random().nextDouble()));
        next = ports.scheduler().schedule(Duration.ofNanos(jittered), task);
        intervalNanos = Math.min(2 * intervalNanos, pace.slowest().toNanos());
    }

    /** As if it had gone on for long: at the slowest pace, the first time anywhere within it. */
    void scheduleAtRest() {
        stop();
        intervalNanos = pace.slowest().toNanos();
        long delay = (long) (intervalNanos * ports.random().nextDouble());
        next = ports.scheduler().schedule(Duration.ofNanos(delay), task);
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
