package io.pigw.overlay.csp;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rule of the paper, §2.2: the CSP that is anti-clockwise nearest to an ID serves it. */
public final class NearestCsp {

    private NearestCsp() {}

    /** The one of these CSPs that serves the ID: the one at it or the first before it. Empty when there are none. */
    public static Optional<NodeContact> of(Ring ring, NodeId id, Collection<NodeContact> csps) {
        return csps.stream().min(nearestTo(ring, id));
    }

    /** All of them, the one that serves the ID first, each of the others before the one that would step in for it. */
    public static List<NodeContact> inOrder(Ring ring, NodeId id, Collection<NodeContact> csps) {
        return csps.stream().sorted(nearestTo(ring, id)).toList();
    }

    private static Comparator<NodeContact> nearestTo(Ring ring, NodeId id) {
        return Comparator.comparing(csp -> ring.distance(csp.id(), id));
    }
}
