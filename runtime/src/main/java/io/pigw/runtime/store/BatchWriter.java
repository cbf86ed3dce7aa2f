package io.pigw.runtime.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes to a database. It takes what has queued up, at most 256 writes, applies all, commits once, then
 * completes their futures: a completed write is durable. One that fails is rolled back and fails alone; the others of its
 * batch are applied again one by one. While a database of another process is away, writes fail. {@link #submit} is safe on any thread and never blocks.
 */
public final class BatchWriter {

    /** Writes that may wait. */
    public static final int DEFAULT_CAPACITY = 16_384;

    private static final String STOPPED =
            "the database's writer has ended by an error: whether the write had an effect is not known";

    static final int MAX_BATCH = 256;

    private final BatchApplier applier;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final BlockingQueue<Job<?>> queue;
    private final int capacity;
    private final Thread thread;
    private final Object gate = new Object();
    private boolean closed;
    private boolean stopped;

    BatchWriter(String name, WriterSession session, int capacity, Duration grace, Consumer<String> onTaken) {
        this.applier = new BatchApplier(name, session, grace, closing, onTaken);
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
     *     many wait, with {@link StoreUnavailableException} while the database is away or with {@link WriterClosedException}
     */
    public <T> CompletableFuture<T> submit(Executor completesOn, Write<T> write) {
        Job<T> job = new Job<>(completesOn, write);
        refusal(job).ifPresent(job.future()::completeExceptionally);
        return job.future();
    }

    /**
     * As {@link #submit(Executor, Write)}, for a caller on another thread: what is to be done on {@code completesOn} cannot be attached to the
     * future, which may be complete by then, and would do it on the caller's.
     *
     * @param then with the result or the failure, on {@code completesOn}; but for a write that is not taken, at once
     */
    public <T, R> CompletableFuture<R> submit(
            Executor completesOn, Write<T> write, BiFunction<? super T, @Nullable Throwable, ? extends R> then) {
        Job<T> job = new Job<>(completesOn, write);
        CompletableFuture<R> done = job.future().handle(then);
        refusal(job).ifPresent(job.future()::completeExceptionally);
        return done;
    }

    private Optional<RuntimeException> refusal(Job<?> job) {
        synchronized (gate) {
            if (stopped) {
                return Optional.of(new StoreUnavailableException(STOPPED));
            }
            if (closed) {
                return Optional.of(new WriterClosedException());
            }
            return queue.size() >= capacity || !queue.offer(job)
                    ? Optional.of(new WriterFullException(capacity))
                    : Optional.empty();
        }
    }

    /** Writes that wait. */
    public int waiting() {
        return queue.size();
    }

    /** Whether the database is away, and writes fail. */
    public boolean isDown() {
        return applier.isDown();
    }

    /** Whether the connection to the database is lost, and there is no other yet. Any thread. */
    public boolean isAway() {
        return applier.isAway();
    }

    /** Why writes fail for good: another process has taken the database, or the writer has ended. Empty: neither, as far as is known. */
    Optional<String> taken() {
        return applier.taken();
    }

    /** Takes no more, writes what has queued up, then ends. Blocks. */
    void close() {
        synchronized (gate) {
            if (!closed) {
                closed = true;
                closing.countDown();
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
        try {
            work(batch);
        } catch (Error | RuntimeException failure) {
            stop(batch, failure);
        }
    }

    /** What the JVM throws when memory is out, or a bug: nothing is written any more, and nobody waits for it in vain. */
    private void stop(List<Job<?>> batch, Throwable failure) {
        synchronized (gate) {
            closed = true;
            stopped = true;
            queue.drainTo(batch);
        }
        applier.stop(failure);
        batch.forEach(job -> job.fail(new StoreUnavailableException(STOPPED)));
        Job.complete(batch);
        Job.complete(applier.close());
    }

    private void work(List<Job<?>> batch) {
        boolean more = true;
        while (more) {
            take(batch);
            synchronized (gate) {
                more = !closed || !queue.isEmpty();
            }
            Job.complete(applier.apply(batch));
            batch.clear();
        }
        Job.complete(applier.close());
    }

    /** Waits for writes; takes none when it is time to look after the database. */
    private void take(List<Job<?>> batch) {
        long patience = applier.patienceNanos();
        try {
            Job<?> first = patience < 0 ? queue.take() : queue.poll(patience, TimeUnit.NANOSECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, MAX_BATCH - 1);
            }
        } catch (InterruptedException _) {
            // Nobody interrupts it to any end.
        }
    }
}
