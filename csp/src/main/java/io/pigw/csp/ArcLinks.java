package io.pigw.csp;

import io.pigw.overlay.csp.ArcProver;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.net.LinkListener;

/** Tells who proves arcs of the links of peers and of other CSPs, and of nobody else's. On the CSP's thread. */
record ArcLinks(ArcProver prover) implements LinkListener {

    @Override
    public void opened(NodeCertificate node, HostPort address) {
        if (node.role() == Role.PEER) {
            prover.linkGained(node.id());
        } else if (node.role() == Role.CSP) {
            prover.cspGained(node.id());
        }
    }

    @Override
    public void closed(NodeCertificate node, String reason) {
        if (node.role() == Role.PEER) {
            prover.linkLost(node.id(), reason.equals(LinkListener.IDLE));
        } else if (node.role() == Role.CSP) {
            prover.cspLost(node.id());
        }
    }
}
