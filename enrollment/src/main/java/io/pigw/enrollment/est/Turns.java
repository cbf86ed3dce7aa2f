package io.pigw.enrollment.est;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many enrollments are at work at once. Who comes from a suspect address passes a narrow lane first, so that a flood of
 * wrong tokens takes a part of the turns alone; who is honest and shares the address waits there for as many as that address
 * has connections. Any thread but a loop.
 */
final class Turns {

    /** How many suspects are at work at once. */
    private static final int LANE = 2;

    private final Semaphore all;
    private final Semaphore lane = new Semaphore(LANE, true);

    Turns(int concurrent) {
        this.all = new Semaphore(concurrent, true);
    }

    /** Work that has an outcome. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws InterruptedException;
    }

    /** Does the work, or what is to be done instead when no turn comes within the time. */
    <T> T take(boolean isSuspect, long millis, Work<T> work, Work<T> otherwise) throws InterruptedException {
        if (!isSuspect) {
            return take(all, millis, work, otherwise);
        }
        return take(lane, millis, () -> take(all, millis, work, otherwise), otherwise);
    }

    private static <T> T take(Semaphore turns, long millis, Work<T> work, Work<T> otherwise)
            throws InterruptedException {
        if (!turns.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            return otherwise.run();
        }
        try {
            return work.run();
        } finally {
            turns.release();
        }
    }
}
