package io.pigw.overlay.sos;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Forgets everything, and says that it is stored. */
final class NoStore implements EvidenceStore {

    @Override
    public Remembered load(int maxLinks, Instant votesFrom, int maxVotes) {
        return new Remembered(List.of(), List.of());
    }

    @Override
    public CompletableFuture<Changes> save(Changes changes, Executor completesOn) {
        return CompletableFuture.completedFuture(changes);
    }
}
