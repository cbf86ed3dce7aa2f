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

    /** By then peers of another CSP, and of one that begins with nothing, have come. */
    static final Duration SETTLED = Duration.ofMinutes(2);

    /** By then peers that another CSP admitted meanwhile have come back: they ask every 10 s whether they may. */
    static final Duration RESUMED = Duration.ofSeconds(15);

    private final Ring ring;
    private final NodeId self;
    private final Instant ownFrom;
    private final Map<NodeId, Instant> inheritedFrom = new HashMap<>();

    /** @param resumed whether the CSP knows the peers that it admitted before */
    ServedArcs(Ring ring, NodeId self, List<NodeContact> others, Instant begun, boolean resumed) {
        this.ring = ring;
        this.self = self;
        this.ownFrom = begun.plus(resumed ? RESUMED : SETTLED);
        others.forEach(csp -> lost(csp.id(), begun));
    }

    /** The CSP is up and serves its own arc. */
    void gained(NodeId csp) {
        inheritedFrom.remove(csp);
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
