package io.pigw.runtime.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to a database. It takes what has queued up, at most 256 writes, applies all, commits once, then
 * completes their futures: a completed write is durable. One that fails is rolled back and fails alone; the others of its
 * batch are applied again one by one. {@link #submit} is safe on any thread and never blocks.
 */
public final class BatchWriter {

    /** Writes that may wait. */
    public static final int DEFAULT_CAPACITY = 16_384;

    static final int MAX_BATCH = 256;

    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    private final WriterSession session;
    private final BlockingQueue<Job<?>> queue;
    private final int capacity;
    private final Thread thread;
    private final Object gate = new Object();
    private boolean closed;

    BatchWriter(String name, WriterSession session, int capacity) {
        this.session = session;
        this.capacity = capacity;
        this.queue = new ArrayBlockingQueue<>(capacity + 1);
        this.thread =
                Thread.ofPlatform().name("pigw-writer-" + name).daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /**
     * Queues a write.
     *
     * @param completesOn where the future completes, such as a node's event loop
     * @return completes after the commit; fails with the write's own exception, with {@link WriterFullException} when too
     *     many wait or with {@link WriterClosedException}
     */
    public <T> CompletableFuture<T> submit(Executor completesOn, Write<T> write) {
        Job<T> job = new Job<>(completesOn, write);
        synchronized (gate) {
            if (closed) {
                return CompletableFuture.failedFuture(new WriterClosedException());
            }
            if (queue.size() >= capacity || !queue.offer(job)) {
                return CompletableFuture.failedFuture(new WriterFullException(capacity));
            }
        }
        return job.future();
    }

    /** Writes that wait. */
    public int waiting() {
        return queue.size();
    }

    /** Takes no more, writes what has queued up, then ends. Blocks. */
    void close() {
        synchronized (gate) {
            if (!closed) {
                closed = true;
                queue.add(new Job<>(Runnable::run, _ -> Job.END));
            }
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Job<?>> batch = new ArrayList<>(MAX_BATCH);
        boolean more = true;
        while (more) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException _) {
                continue;
            }
            queue.drainTo(batch, MAX_BATCH - 1);
            synchronized (gate) {
                more = !closed || !queue.isEmpty();
            }
            write(batch);
            Job.complete(batch);
            batch.clear();
        }
        session.close();
    }

    private void write(List<Job<?>> batch) {
        if (tryAll(batch)) {
            return;
        }
        for (Job<?> job : batch) {
            try {
                job.apply(session.statements());
                session.commit();
            } catch (SQLException | RuntimeException failure) {
                job.fail(failure);
                rollback();
            }
        }
    }

    /** Whether all of the batch is committed; otherwise nothing of it is. */
    private boolean tryAll(List<Job<?>> batch) {
        try {
            Statements statements = session.statements();
            for (Job<?> job : batch) {
                job.apply(statements);
            }
            session.commit();
            return true;
        } catch (SQLException | RuntimeException failure) {
            LOG.atDebug()
                    .setCause(failure)
                    .addKeyValue("writes", batch.size())
                    .log("A batch failed; its writes run one by one");
            rollback();
            return false;
        }
    }

    private void rollback() {
        try {
            session.rollback();
        } catch (SQLException broken) {
            LOG.atWarn().setCause(broken).log("Rollback failed; the writer takes a new connection");
            session.reset();
        }
    }
}
