package io.pigw.runtime.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A queued write and what became of it. On the writer's thread, but for its future. */
final class Job<T> {

    /** The result of the last job of all. */
    static final Object END = new Object();

    private final Executor completesOn;
    private final Write<T> write;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable Throwable failure;

    Job(Executor completesOn, Write<T> write) {
        this.completesOn = completesOn;
        this.write = write;
    }

    CompletableFuture<T> future() {
        return future;
    }

    void apply(Statements statements) throws SQLException {
        result = write.apply(statements);
    }

    void fail(Throwable why) {
        failure = why;
    }

    /** Completes the futures, with one hop for neighbours that complete on the same executor. */
    static void complete(List<Job<?>> batch) {
        for (int start = 0, end; start < batch.size(); start = end) {
            Executor executor = batch.get(start).completesOn;
            end = start + 1;
            while (end < batch.size() && batch.get(end).completesOn.equals(executor)) {
                end++;
            }
            List<Job<?>> run = new ArrayList<>(batch.subList(start, end));
            try {
                executor.execute(() -> run.forEach(Job::complete));
            } catch (RejectedExecutionException _) {
                run.forEach(Job::complete);
            }
        }
    }

    @SuppressWarnings("NullAway") // a write may well give null
    private void complete() {
        if (failure != null) {
            future.completeExceptionally(failure);
        } else {
            future.complete(result);
        }
    }
}
