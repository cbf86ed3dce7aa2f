package io.pigw.csp.locate;

import io.pigw.csp.admit.AdmittedPeer;
import io.pigw.csp.admit.AdmittedPeers;
import io.pigw.csp.admit.BackboneRanges;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which address of a peer is dialled: one that was verified when it was admitted, or one at the host from which its own
 * {@code PingResponse} came. What a peer merely says of itself is never dialled, nor the operator's own addresses; such a peer is
 * reached over its own link. On the CSP's thread.
 */
public final class AddressRule {

    private static final int MAX_OBSERVED = 16_384;

    private final AdmittedPeers admitted;
    private final BackboneRanges backbone;
    private final Map<NodeId, String> observedHosts = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, String> eldest) {
            return size() > MAX_OBSERVED;
        }
    };

    /** Of one CSP. */
    public AddressRule(AdmittedPeers admitted, BackboneRanges backbone) {
        this.admitted = admitted;
        this.backbone = backbone;
    }

    /** A peer's answer to a ping came over a link from that host. */
    public void observed(NodeId peer, String host) {
        observedHosts.put(peer, host);
    }

    /** Where to reach a peer that says it listens there. */
    Location judge(NodeContact claimed) {
        NodeId peer = claimed.id();
        Optional<NodeContact> verified = admitted.get(peer).map(AdmittedPeer::contact);
        boolean isVerified = verified.isPresent() && verified.get().equals(claimed);
        boolean isObserved =
                claimed.address().host().equals(observedHosts.get(peer)) && !backbone.contains(claimed.address());
        if (isVerified || isObserved) {
            return new Location.At(claimed, true);
        }
        if (verified.isPresent()) {
            return new Location.At(verified.get(), true);
        }
        return new Location.OverFlow(peer, true);
    }
}
