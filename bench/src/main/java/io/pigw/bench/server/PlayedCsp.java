package io.pigw.bench.server;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import java.io.IOException;

/** A CSP whose peers are all there and take every message at once: answers 200 over the real link. */
final class PlayedCsp implements MeasuredServer {

    private final P2psipEndpoint endpoint;
    private final HostPort address;

    private PlayedCsp(P2psipEndpoint endpoint, HostPort address) {
        this.endpoint = endpoint;
        this.address = address;
    }

    static PlayedCsp start(Environment environment, IdentityConfig identity) throws IOException {
        P2psipEndpoint endpoint = P2psipEndpoint.open(
                environment, identity.store().load(), PeerPolicy.of(Role.GATEWAY), EndpointOptions.DEFAULTS);
        endpoint.onRequest(PlayedCsp::answer);
        return new PlayedCsp(
                endpoint, endpoint.listen(new HostPort("127.0.0.1", 0)).join());
    }

    private static void answer(Inbound inbound) {
        inbound.reply().accept(Response.to(inbound.message(), Status.OK));
    }

    @Override
    public HostPort address() {
        return address;
    }

    @Override
    public int pending() {
        return 0;
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
