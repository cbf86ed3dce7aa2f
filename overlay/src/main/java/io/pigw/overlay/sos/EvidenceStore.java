package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Where evidence outlives a restart. */
public interface EvidenceStore {

    /** Of the links to one node, as many count: those with the most bad evidence, among equals with the latest. */
    int MAX_OBSERVERS = 256;

    /**
     * What was stored. Blocks.
     *
     * @param maxLinks those with the latest evidence
     * @param votesFrom votes of this window and later ones
     * @param maxVotes the latest
     */
    Remembered load(int maxLinks, Instant votesFrom, int maxVotes);

    /**
     * All that is stored of these nodes; of each of them the {@value #MAX_OBSERVERS} links with the most bad evidence, among equals
     * with the latest. Where no more can be stored than was loaded, nobody asks.
     *
     * @param completesOn where the future completes
     */
    default CompletableFuture<List<LinkRecord>> read(Collection<NodeId> subjects, Executor completesOn) {
        return CompletableFuture.completedFuture(List.of());
    }

    /**
     * Stores all of it or nothing.
     *
     * @param completesOn where the future completes
     * @return the same, once they are durable
     */
    CompletableFuture<Changes> save(Changes changes, Executor completesOn);

    /**
     * Stores that nodes are condemned.
     *
     * @param completesOn where the future completes, once it is durable
     */
    default CompletableFuture<Void> condemn(List<Sentence> sentences, Executor completesOn) {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * What was stored.
     *
     * @param links the longest unchanged first
     * @param sentences the eldest first
     */
    record Remembered(List<LinkRecord> links, List<Vote> votes, List<Sentence> sentences) {

        /** Copies. */
        public Remembered {
            links = List.copyOf(links);
            votes = List.copyOf(votes);
            sentences = List.copyOf(sentences);
        }

        /** Nobody is condemned. */
        public Remembered(List<LinkRecord> links, List<Vote> votes) {
            this(links, votes, List.of());
        }

        /** Whether it is nothing. */
        public boolean isEmpty() {
            return links.isEmpty() && votes.isEmpty() && sentences.isEmpty();
        }
    }
}
