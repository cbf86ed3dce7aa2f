package io.pigw.peer.inbox;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes those who wait for a new message. Thread-safe. */
public final class InboxSignal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private long version;

    /** How often something came, so far. */
    public long version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    /** Something came. */
    public void raise() {
        lock.lock();
        try {
            version++;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something has come since that version, or the time is up. Blocks: not for an event loop. */
    public void await(long sinceVersion, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lock();
        try {
            while (version == sinceVersion && nanos > 0) {
                nanos = grown.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
