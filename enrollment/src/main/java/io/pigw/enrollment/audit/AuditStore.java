package io.pigw.enrollment.audit;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads the log. Any thread; nothing blocks. A future fails when the store does. */
public interface AuditStore {

    /** The most entries that are read at a time. */
    int MAX_PAGE = 1_000;

    /**
     * Entries in their order.
     *
     * @param seq those after it
     * @param max 1 to {@link #MAX_PAGE}
     */
    CompletableFuture<List<AuditEntry>> after(long seq, int max);

    /** The chain's end. */
    CompletableFuture<AuditHead> head();

    /** Writes down what goes with no other change of the database. */
    CompletableFuture<Void> append(AuditEvent event);
}
