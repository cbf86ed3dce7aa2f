package io.pigw.sos;

import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.List;

/**
 * What accepted reports change, to be stored as a whole.
 *
 * @param votes new ones
 * @param links new or with new evidence
 * @param forgotten links that had to make room
 * @param opinions on the nodes at the end of links that changed
 * @param unknown nodes that nothing is known of any more
 * @param votesFrom votes of windows that began earlier are dropped
 */
record Changes(
        List<Vote> votes,
        List<LinkRecord> links,
        List<Link> forgotten,
        List<NodeOpinion> opinions,
        List<NodeId> unknown,
        Instant votesFrom) {

    /** Copies. */
    Changes {
        votes = List.copyOf(votes);
        links = List.copyOf(links);
        forgotten = List.copyOf(forgotten);
        opinions = List.copyOf(opinions);
        unknown = List.copyOf(unknown);
    }

    /** Whether there is nothing to store: every vote was counted before. */
    boolean isEmpty() {
        return votes.isEmpty();
    }
}
