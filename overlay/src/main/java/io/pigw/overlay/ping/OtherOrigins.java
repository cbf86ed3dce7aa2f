package io.pigw.overlay.ping;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.util.Comparator;
import java.util.List;

/**
 * Which other CSPs are good origins of routes to a destination: those with a finger that begins shortly before it. Where
 * fingers begin follows from the CSP's ID alone (Stoica et al., §IV-D). The CSP nearest anti-clockwise is none of them as a
 * rule: its fingers end before the destination's arc, or at the responsible CSP, which such routes are to avoid.
 */
public final class OtherOrigins {

    private OtherOrigins() {}

    /** At most {@code max} of the CSPs, the best first, without those at the destination and the one that asks. */
    public static List<NodeContact> of(Ring ring, NodeId self, NodeId destination, List<NodeContact> csps, int max) {
        return csps.stream()
                .filter(csp -> !csp.id().equals(self) && !csp.id().equals(destination))
                .sorted(Comparator.comparing(csp -> behindLastFinger(ring.distance(csp.id(), destination))))
                .limit(max)
                .toList();
    }

    /** What is left of a distance after the longest finger that does not pass it: all but its highest bit. */
    private static NodeId behindLastFinger(NodeId distance) {
        return distance.high() != 0
                ? new NodeId(distance.high() ^ Long.highestOneBit(distance.high()), distance.low())
                : new NodeId(0, distance.low() ^ Long.highestOneBit(distance.low()));
    }
}
