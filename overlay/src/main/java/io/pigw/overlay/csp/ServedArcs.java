package io.pigw.overlay.csp;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Since when a CSP has served its arc, and what it inherited of others': a while after it began to, every peer there has come to
 * it. On its CSP's thread.
 */
final class ServedArcs {

    /** By then the peers of an arc that is served anew have come. What was signed before is good for longer. */
    static final Duration SETTLED = Duration.ofMinutes(2);

    private final Ring ring;
    private final NodeId self;
    private Instant ownFrom;
    private final Map<NodeId, Instant> inheritedFrom = new HashMap<>();

    ServedArcs(Ring ring, NodeId self, List<NodeContact> others, Instant begun) {
        this.ring = ring;
        this.self = self;
        this.ownFrom = begun.plus(SETTLED);
        others.forEach(csp -> lost(csp.id(), begun));
    }

    /** The CSP is up and serves its own arc. It may have been this one that was cut off, and its peers elsewhere. */
    void gained(NodeId csp, Instant now) {
        if (inheritedFrom.remove(csp) != null) {
            ownFrom = now.plus(SETTLED);
        }
    }

    /** Nobody had a link, and somebody has: as if it began now. */
    void begunAnew(Instant now) {
        ownFrom = now.plus(SETTLED);
    }

    /** The CSP is down. */
    void lost(NodeId csp, Instant now) {
        inheritedFrom.put(csp, now.plus(SETTLED));
    }

    /** From when on all peers before this one in its arc are known. */
    Instant knownFrom(NodeId peer) {
        Instant from = ownFrom;
        for (Map.Entry<NodeId, Instant> inherited : inheritedFrom.entrySet()) {
            boolean between = ring.isInSuccessorInterval(inherited.getKey(), self, peer);
            from = between && inherited.getValue().isAfter(from) ? inherited.getValue() : from;
        }
        return from;
    }
}
