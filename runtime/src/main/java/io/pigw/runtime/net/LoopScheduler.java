package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs tasks later on an event loop. */
public final class LoopScheduler implements Scheduler {

    private final EventLoop loop;

    /** On the loop. */
    public LoopScheduler(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        Future<?> scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }
}
