package io.pigw.simulation.network;

import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A clock that stands still between events. Events of the same time run in the order in which they were scheduled. */
public final class VirtualTime implements InstantSource, Scheduler {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private long nowNanos;
    private long scheduled;

    @Override
    public Instant instant() {
        return START.plusNanos(nowNanos);
    }

    /** Nanoseconds since the beginning. */
    public long nanos() {
        return nowNanos;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return at(nowNanos + Math.max(0, delay.toNanos()), task);
    }

    /** Runs the task at a time counted from the beginning; not in the past. */
    public Cancellable at(long timeNanos, Runnable task) {
        Event event = new Event(Math.max(nowNanos, timeNanos), scheduled++, task);
        queue.add(event);
        return event;
    }

    /** Runs everything that is due within the duration. */
    public void runFor(Duration duration) {
        long end = nowNanos + duration.toNanos();
        Event next = queue.peek();
        while (next != null && next.timeNanos <= end) {
            step();
            next = queue.peek();
        }
        nowNanos = end;
    }

    /** Runs until the condition holds, looking every {@code interval}. Whether it came to hold within the limit. */
    public boolean runUntil(BooleanSupplier condition, Duration interval, Duration limit) {
        long end = nowNanos + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (nowNanos >= end) {
                return false;
            }
            runFor(interval);
        }
        return true;
    }

    private void step() {
        Event event = queue.remove();
        nowNanos = event.timeNanos;
        Runnable task = event.task;
        event.task = null;
        if (task != null) {
            task.run();
        }
    }

    private static final class Event implements Cancellable, Comparable<Event> {
        private final long timeNanos;
        private final long order;
        private @Nullable Runnable task;

        Event(long timeNanos, long order, Runnable task) {
            this.timeNanos = timeNanos;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            task = null;
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(timeNanos, other.timeNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
