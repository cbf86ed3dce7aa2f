package io.pigw.testbed.ring;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** An opinion server that prefers the last route, knows nothing of anybody, and counts. */
final class PlayedSos implements AutoCloseable {

    private static final TrustMessage.OpinionOn NOTHING_KNOWN = new TrustMessage.OpinionOn(0, 0, 500_000);

    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger reports = new AtomicInteger();
    private final P2psipEndpoint endpoint;
    final HostPort address;

    PlayedSos(Environment environment, NodeIdentity identity) {
        endpoint = P2psipEndpoint.open(
                environment, identity, new PeerPolicy(Set.of(Role.PEER, Role.CSP), Set.of()), EndpointOptions.DEFAULTS);
        endpoint.onRequest(this::onRequest);
        address = endpoint.listen(new HostPort("127.0.0.1", 0)).join();
    }

    private void onRequest(Inbound inbound) {
        switch (inbound.message()) {
            case TrustMessage.OpinionRequest request -> {
                asked.incrementAndGet();
                inbound.reply()
                        .accept(new TrustMessage.OpinionResponse(
                                request.transaction(),
                                request.routes().size() - 1,
                                Collections.nCopies(request.routes().size(), 0.5)));
            }
            case TrustMessage.NodeOpinionRequest request ->
                inbound.reply()
                        .accept(new TrustMessage.NodeOpinionAnswer(
                                request.transaction(),
                                Collections.nCopies(request.nodes().size(), NOTHING_KNOWN)));
            default -> {
                reports.incrementAndGet();
                inbound.reply().accept(Response.to(inbound.message(), Status.OK));
            }
        }
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
