package io.pigw.gateway.ua;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Lets one transaction at a time use a branch: the RI knows transactions by branch alone, and an old one that lingers (Timer K, or
 * one more tick over TCP) would swallow the answers of a new one. Thread-safe.
 */
final class Branches {

    /** One in use, one that waits. */
    private static final int MAX_WAITING = 1;

    private final EventLoop loop;
    private final long restMillis;
    private final Map<String, Deque<Runnable>> waiting = new HashMap<>();

    /**
     * @param restMillis how long after its transaction ended a branch rests
     */
    Branches(EventLoop loop, long restMillis) {
        this.loop = loop;
        this.restMillis = restMillis;
    }

    /** Starts at once or when the branch is free; false if another waits already. */
    boolean enter(String branch, Runnable start) {
        synchronized (waiting) {
            Deque<Runnable> queue = waiting.get(key(branch));
            if (queue != null) {
                if (queue.size() >= MAX_WAITING) {
                    return false;
                }
                queue.add(start);
                return true;
            }
            waiting.put(key(branch), new ArrayDeque<>());
        }
        start.run();
        return true;
    }

    /** Starts when the branch is free, before whoever else waits. Only for the one that has it. */
    void next(String branch, Runnable start) {
        synchronized (waiting) {
            Deque<Runnable> queue = waiting.get(key(branch));
            if (queue == null) {
                throw new IllegalStateException("the branch is not in use");
            }
            queue.addFirst(start);
        }
    }

    /** The transaction has ended. */
    void free(String branch) {
        var _ = loop.schedule(() -> release(branch), restMillis, TimeUnit.MILLISECONDS);
    }

    private void release(String branch) {
        Runnable next;
        synchronized (waiting) {
            Deque<Runnable> queue = waiting.get(key(branch));
            next = queue == null ? null : queue.poll();
            if (next == null) {
                waiting.remove(key(branch));
            }
        }
        if (next != null) {
            next.run();
        }
    }

    private static String key(String branch) {
        return branch.toLowerCase(Locale.ROOT);
    }
}
