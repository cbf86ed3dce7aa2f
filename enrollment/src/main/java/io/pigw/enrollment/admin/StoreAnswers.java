package io.pigw.enrollment.admin;

import io.pigw.runtime.admin.AdminException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the store, on a request's virtual thread. */
final class StoreAnswers {

    private static final long STORE_TIMEOUT_MILLIS = 10_000;
    private static final int UNAVAILABLE = 503;
    private static final Logger log = LoggerFactory.getLogger(StoreAnswers.class);

    private StoreAnswers() {}

    /**
     * The answer.
     *
     * @throws AdminException 503 if the store is overloaded or fails
     */
    static <T> T await(CompletableFuture<T> answer) throws AdminException, InterruptedException {
        try {
            return answer.get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.atError().setCause(e).log("the store does not answer");
            throw new AdminException(
                    UNAVAILABLE, "store", "the store does not answer", "try again; the server's log says more");
        }
    }
}
