package io.pigw.overlay.port;

import java.time.Duration;

/** Runs tasks later on the node's thread. */
public interface Scheduler {

    /** Runs the task once after the delay, unless it is cancelled before. */
    Cancellable schedule(Duration delay, Runnable task);

    /** A task that is still to come. */
    interface Cancellable {
        /** Idempotent. */
        void cancel();
    }
}
