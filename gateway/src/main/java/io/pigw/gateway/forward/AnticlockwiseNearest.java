package io.pigw.gateway.forward;

import io.pigw.overlay.csp.NearestCsp;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.util.List;

/**
 * The paper's rule (§2.2): the CSP that is anti-clockwise nearest to the destination, then the next one anti-clockwise, which
 * inherits the arc of one that is down.
 *
 * @param ring of the overlay
 */
public record AnticlockwiseNearest(Ring ring) implements ForwardingRule {

    @Override
    public List<NodeContact> rank(NodeId destination, List<NodeContact> up) {
        return NearestCsp.inOrder(ring, destination, up);
    }
}
