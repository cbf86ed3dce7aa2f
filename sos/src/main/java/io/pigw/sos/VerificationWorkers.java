package io.pigw.sos;

import io.pigw.overlay.sos.OpinionServer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that verify signatures, half as many as there are processors: questions are answered meanwhile. */
final class VerificationWorkers implements Executor, AutoCloseable {

    private final ThreadPoolExecutor threads;

    VerificationWorkers() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(OpinionServer.MAX_PENDING),
                Thread.ofPlatform().daemon(true).name("pigw-sos-verifier-", 0).factory());
    }

    /** Rejects what does not fit the queue. */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Drops what has not begun and waits for what has: some milliseconds. */
    @Override
    public void close() {
        var _ = threads.shutdownNow();
        threads.close();
    }
}
