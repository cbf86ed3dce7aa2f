package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Opinion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is thought of a node, and why.
 *
 * @param at when
 * @param opinion all observers' as one
 * @param distrusted whether that is reason to go round it
 * @param goneRound whether all are told to go round it altogether, for it was condemned
 * @param condemned on what grounds it may be excluded as things stand
 * @param links to it, all that count, those with the most evidence first
 * @param leftOut observers of the links above who are distrusted themselves, so that their links do not count
 */
public record NodeView(
        NodeId node,
        Instant at,
        Opinion opinion,
        boolean distrusted,
        boolean goneRound,
        Optional<Condemned> condemned,
        List<LinkView> links,
        Set<NodeId> leftOut) {

    /** Copies. */
    public NodeView {
        links = List.copyOf(links);
        leftOut = Set.copyOf(leftOut);
    }
}
