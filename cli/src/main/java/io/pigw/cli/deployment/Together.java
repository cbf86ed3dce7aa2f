package io.pigw.cli.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Runs blocking tasks side by side on virtual threads, a bounded number at a time. */
final class Together {

    private static final int AT_ONCE = 16;

    private Together() {}

    /**
     * Runs them all and gives their results in the order of the tasks.
     *
     * @param done is told how many have ended
     * @throws IllegalStateException with the first failure's cause
     */
    static <T> List<T> run(List<Callable<T>> tasks, IntConsumer done) throws InterruptedException {
        try (ExecutorService workers = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("deployment-", 0).factory())) {
            CompletionService<T> completions = new ExecutorCompletionService<>(workers);
            List<Future<T>> futures = new ArrayList<>(tasks.size());
            for (Callable<T> task : tasks) {
                futures.add(completions.submit(task));
            }
            try {
                for (int ended = 1; ended <= tasks.size(); ended++) {
                    completions.take().get();
                    done.accept(ended);
                }
                List<T> results = new ArrayList<>(tasks.size());
                for (Future<T> future : futures) {
                    results.add(future.get());
                }
                return results;
            } catch (ExecutionException e) {
                workers.shutdownNow();
                if (e.getCause() instanceof RuntimeException runtime) {
                    throw runtime;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}
