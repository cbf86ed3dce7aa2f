package io.pigw.enrollment.audit;

import io.pigw.p2psip.Bytes;
import java.util.List;
import java.util.Optional;
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
    CompletableFuture<List<AuditEntry>> after(long seq, int max, AuditFilter filter);

    /** As {@link #after(long, int, AuditFilter)}, of all. */
    default CompletableFuture<List<AuditEntry>> after(long seq, int max) {
        return after(seq, max, AuditFilter.ALL);
    }

    /** The chain's end. */
    CompletableFuture<AuditHead> head();

    /** Writes down what goes with no other change of the database. */
    CompletableFuture<Void> append(AuditEvent event);

    /**
     * Keeps a signed checkpoint; a later one of the same entry takes its place.
     *
     * @param cms at most {@link CheckpointReader#MAX_BYTES}
     */
    CompletableFuture<Void> keep(AuditCheckpoint checkpoint, Bytes cms);

    /**
     * Signed checkpoints in their order.
     *
     * @param seq those of entries after it
     * @param max 1 to {@link #MAX_PAGE}
     */
    CompletableFuture<List<Checkpointed>> checkpoints(long seq, int max);

    /** The one of these that is furthest, if there is one. */
    CompletableFuture<Optional<Checkpointed>> lastCheckpoint();

    /** A checkpoint that is kept. */
    record Checkpointed(long seq, Bytes cms) {}
}
