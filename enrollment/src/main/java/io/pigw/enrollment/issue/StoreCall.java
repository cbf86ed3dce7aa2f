package io.pigw.enrollment.issue;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the store. */
final class StoreCall {

    /** How long the store may take, in milliseconds. */
    private static final long TIMEOUT_MILLIS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(StoreCall.class);

    private StoreCall() {}

    /** The store's answer; none if it is overloaded or fails. */
    static <T> Optional<T> await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return Optional.of(answer.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            log.atError().setCause(e).log("the store does not answer");
            return Optional.empty();
        }
    }

    /** Whether the store has done it. */
    static boolean done(CompletableFuture<Void> answer) throws InterruptedException {
        return await(answer.thenApply(_ -> true)).isPresent();
    }
}
