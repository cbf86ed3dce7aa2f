package io.pigw.csp;

import io.pigw.overlay.csp.CspTable;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.net.LinkListener;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Which nodes have a link open, by role. On the CSP's thread. */
final class ConnectedNodes implements LinkListener {

    private final Set<NodeId> gateways = new LinkedHashSet<>();
    private final Set<NodeId> peers = new HashSet<>();
    private final CspTable csps;
    private final Clients clients;
    private final Consumer<NodeId> cspGained;
    private final Lost lost;

    /** Looks after clients, which are none of the ring's. */
    interface Clients {

        /** The first link is there. */
        void came(NodeCertificate client, HostPort address);

        /** The last one is gone, or that of a peer, which may have been reached over it alone. */
        void went(NodeId node);
    }

    /** Is told of nodes whose last link is gone. */
    @FunctionalInterface
    interface Lost {
        /** @param idle whether for want of use alone */
        void accept(NodeId node, boolean idle);
    }

    /**
     * None yet.
     *
     * @param csps is kept up to date
     * @param clients told of clients, and of nothing else
     * @param cspGained told of each CSP whose first link is there
     * @param lost told of each node whose last link is gone
     */
    ConnectedNodes(CspTable csps, Clients clients, Consumer<NodeId> cspGained, Lost lost) {
        this.csps = csps;
        this.clients = clients;
        this.cspGained = cspGained;
        this.lost = lost;
    }

    /** In the order in which they came. */
    List<NodeId> gateways() {
        return List.copyOf(gateways);
    }

    boolean isGateway(NodeId id) {
        return gateways.contains(id);
    }

    boolean isLinkedPeer(NodeId id) {
        return peers.contains(id);
    }

    @Override
    public void opened(NodeCertificate node, HostPort address) {
        switch (node.role()) {
            case GATEWAY -> gateways.add(node.id());
            case CSP -> {
                csps.up(node.id());
                cspGained.accept(node.id());
            }
            case PEER -> peers.add(node.id());
            case CLIENT -> clients.came(node, address);
            case SOS, ENROLLMENT, OPERATOR -> {}
        }
    }

    @Override
    public void closed(NodeCertificate node, String reason) {
        switch (node.role()) {
            case GATEWAY -> gateways.remove(node.id());
            case CSP -> csps.down(node.id());
            case PEER -> {
                peers.remove(node.id());
                clients.went(node.id());
            }
            case CLIENT -> {
                clients.went(node.id());
                return;
            }
            case SOS, ENROLLMENT, OPERATOR -> {}
        }
        lost.accept(node.id(), reason.equals(LinkListener.IDLE));
    }
}
