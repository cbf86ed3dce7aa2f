package io.pigw.testbed.ring;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.chord.ChordEvents;
import io.pigw.overlay.chord.ChordNode;
import io.pigw.overlay.chord.ChordOptions;
import io.pigw.overlay.chord.JoinOutcome;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A member of the ring that does all that it should, but for pings: it signs for them and forgets them. */
final class ForgetfulPeer implements AutoCloseable {

    final AtomicInteger forgotten = new AtomicInteger();
    private final P2psipEndpoint endpoint;
    private final LocalNode local;
    private final ChordNode chord;

    ForgetfulPeer(Environment environment, NodeIdentity identity, int ringBits) {
        endpoint = P2psipEndpoint.open(
                environment, identity, PeerPolicy.of(Role.PEER, Role.CSP), EndpointOptions.DEFAULTS);
        HostPort address = endpoint.listen(new HostPort("127.0.0.1", 0)).join();
        local = new LocalNode(
                new NodeContact(identity.certificate().id(), address),
                new Ring(ringBits),
                identity.certificate().overlay());
        chord = new ChordNode(ChordOptions.DEFAULTS, local, endpoint.ports(), ChordEvents.NONE);
        endpoint.onRequest(this::onRequest);
    }

    CompletableFuture<JoinOutcome> join(NodeContact csp) {
        CompletableFuture<JoinOutcome> outcome = new CompletableFuture<>();
        endpoint.loop().execute(() -> chord.join(List.of(csp), outcome::complete));
        return outcome;
    }

    private void onRequest(Inbound inbound) {
        switch (inbound.message()) {
            case PingRequest ping -> {
                forgotten.incrementAndGet();
                inbound.reply().accept(receipt(ping));
            }
            case AuditRequest audit -> inbound.reply().accept(Response.to(audit, Status.NOT_FOUND));
            default -> chord.onRequest(inbound);
        }
    }

    private PingReceipt receipt(PingRequest ping) {
        var content = SignedContent.pingReceipt(local.overlay(), ping.route(), local.contact());
        Identity identity = new Identity(
                endpoint.signer().sign(content), endpoint.certificate().der());
        return new PingReceipt(ping.transaction(), local.contact(), identity);
    }

    @Override
    public void close() {
        endpoint.loop().execute(chord::close);
        endpoint.close();
    }
}
