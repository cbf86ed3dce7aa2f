package io.pigw.csp;

import io.pigw.csp.admit.Admitter;
import io.pigw.csp.admit.AttachedClients;
import io.pigw.csp.relay.ClientFlows;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.runtime.net.P2psipEndpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Attaches clients, and peers that cannot be dialled, by their links: clients for whom there is no room, and those that are silent, are given up. On the CSP's thread.
 */
final class ClientLinks implements ConnectedNodes.Clients, ClientFlows.Life, Admitter.Flows {

    private static final Duration LIFE_TIMEOUT = Duration.ofSeconds(5);

    private final AttachedClients clients;
    private final P2psipEndpoint endpoint;
    private final CspMeters meters;

    ClientLinks(AttachedClients clients, P2psipEndpoint endpoint, CspMeters meters) {
        this.clients = clients;
        this.endpoint = endpoint;
        this.meters = meters;
    }

    @Override
    public void came(NodeCertificate client, HostPort address) {
        clients.attach(client, address)
                .ifPresentOrElse(
                        refusal -> {
                            meters.clientRefused(client.id(), refusal.label());
                            endpoint.closeLinks(client.id(), refusal.label());
                        },
                        () -> meters.clientAttached(client.id()));
    }

    @Override
    public void went(NodeId client) {
        if (clients.detach(client)) {
            meters.clientGone(client);
        }
    }

    @Override
    public boolean attach(NodeCertificate peer, HostPort from) {
        boolean isLinked =
                endpoint.linkedNodes().stream().anyMatch(node -> node.id().equals(peer.id()));
        if (!isLinked) {
            return false;
        }
        if (clients.isAttached(peer.id())) {
            return true;
        }
        Optional<AttachedClients.Refusal> refusal = clients.attach(peer, from);
        refusal.ifPresentOrElse(
                why -> meters.clientRefused(peer.id(), why.label()), () -> meters.clientAttached(peer.id()));
        return refusal.isEmpty();
    }

    @Override
    public void detach(NodeId peer) {
        went(peer);
    }

    @Override
    public void ask(NodeId client, Consumer<Outcome> then) {
        Transaction fresh = Transaction.mint(endpoint.ports().random());
        endpoint.requestOverLink(client, new ChordMessage.Ping(fresh), LIFE_TIMEOUT, then);
    }

    @Override
    public void giveUp(NodeId client) {
        endpoint.closeLinks(client, "no sign of life");
    }
}
