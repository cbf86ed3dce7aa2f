package io.pigw.simulation.world;

import io.pigw.overlay.sos.Changes;
import io.pigw.overlay.sos.EvidenceStore;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A store for a server that never restarts. */
final class MemoryEvidence implements EvidenceStore {

    @Override
    public Remembered load(int maxLinks, Instant votesFrom, int maxVotes) {
        return new Remembered(List.of(), List.of());
    }

    @Override
    public CompletableFuture<Changes> save(Changes changes, Executor completesOn) {
        return CompletableFuture.completedFuture(changes);
    }
}
