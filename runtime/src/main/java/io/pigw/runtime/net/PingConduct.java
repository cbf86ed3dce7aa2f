package io.pigw.runtime.net;

import io.pigw.overlay.ping.PingDrop;
import io.pigw.overlay.ping.PingEvents;
import io.pigw.overlay.port.NodeCertificate;

/** Has a node cut off that is proven to forge pings, and passes everything on to whoever counts. On its node's thread. */
public record PingConduct(PingEvents counted, P2psipEndpoint endpoint) implements PingEvents {

    @Override
    public void misbehaved(NodeCertificate neighbour, PingDrop what) {
        counted.misbehaved(neighbour, what);
        endpoint.misbehaved(neighbour, "ping_" + what.label());
    }

    @Override
    public void sent(int copies) {
        counted.sent(copies);
    }

    @Override
    public void forwarded() {
        counted.forwarded();
    }

    @Override
    public void arrived(int hops) {
        counted.arrived(hops);
    }

    @Override
    public void dropped(PingDrop reason) {
        counted.dropped(reason);
    }

    @Override
    public void undecided() {
        counted.undecided();
    }
}
