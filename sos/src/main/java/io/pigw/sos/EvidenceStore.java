package io.pigw.sos;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Where evidence outlives a restart. */
interface EvidenceStore {

    /**
     * What was stored. Blocks.
     *
     * @param maxLinks those with the latest evidence
     * @param votesFrom votes of this window and later ones
     * @param maxVotes the latest
     */
    Remembered load(int maxLinks, Instant votesFrom, int maxVotes);

    /**
     * Stores all of it or nothing.
     *
     * @param completesOn where the future completes
     * @return the same, once they are durable
     */
    CompletableFuture<Changes> save(Changes changes, Executor completesOn);

    /**
     * What was stored.
     *
     * @param links the longest unchanged first
     */
    record Remembered(List<LinkRecord> links, List<Vote> votes) {
        /** Copies. */
        public Remembered {
            links = List.copyOf(links);
            votes = List.copyOf(votes);
        }
    }
}
