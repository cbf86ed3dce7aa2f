package io.pigw.gateway.outbox;

import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when the test says so. Single-threaded. */
public final class ManualTime implements Scheduler, InstantSource {

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparingLong(Task::number));
    private Instant now = Instant.parse("2026-11-21T09:00:00Z");
    private Duration setBack = Duration.ZERO;
    private long number;

    private record Task(Instant at, long number, Runnable action) {}

    @Override
    public Instant instant() {
        return now.minus(setBack);
    }

    /** Sets the clock back; what was scheduled comes as before. */
    public void setBack(Duration by) {
        setBack = setBack.plus(by);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable action) {
        Task task = new Task(now.plus(delay), number++, action);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Runs everything that falls due within the given time. */
    public void advance(Duration time) {
        Instant end = now.plus(time);
        for (Task task = tasks.peek(); task != null && !task.at().isAfter(end); task = tasks.peek()) {
            tasks.remove(task);
            now = task.at();
            task.action().run();
        }
        now = end;
    }
}
