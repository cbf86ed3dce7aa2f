package io.pigw.overlay.sos;

import java.time.Instant;
import java.util.List;

/**
 * What accepted reports change, to be stored as a whole.
 *
 * @param votes new ones
 * @param links new or with new evidence
 * @param opinions on the nodes at the end of links that changed
 * @param votesFrom votes of windows that began earlier are dropped
 */
public record Changes(List<Vote> votes, List<LinkRecord> links, List<NodeOpinion> opinions, Instant votesFrom) {

    /** Copies. */
    public Changes {
        votes = List.copyOf(votes);
        links = List.copyOf(links);
        opinions = List.copyOf(opinions);
    }

    /** Whether there is nothing to store: every vote was counted before. */
    boolean isEmpty() {
        return votes.isEmpty();
    }
}
