package io.pigw.simulation.adversary;

import io.pigw.overlay.ping.PingForwarder;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.signing.SignedContent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pings with something in them changed. */
final class Forgery {

    private Forgery() {}

    /** The same ping for another next hop: the bad node's own entry, the last one, is signed anew. */
    static PingRequest redirected(Accomplice self, PingRequest ping, NodeId next) {
        List<RouteEntry> route = new ArrayList<>(ping.route());
        route.removeLast();
        return endingWithOwn(self, ping, route, ping.certificates(), next);
    }

    /** A ping with these entries before a valid one of the bad node. */
    static PingRequest endingWithOwn(
            Accomplice self, PingRequest ping, List<RouteEntry> before, List<Bytes> certificates, NodeId next) {
        Bytes content = SignedContent.hopEntry(self.local().overlay(), before.getLast(), self.id(), next);
        List<RouteEntry> route = new ArrayList<>(before);
        route.add(new RouteEntry(
                self.id(),
                next,
                self.signer().certificate().sha256(),
                self.signer().sign(content)));
        return with(ping, ping.csp(), ping.destination(), ping.terms(), route, certificates);
    }

    /** The same with other entries. */
    static PingRequest withRoute(PingRequest ping, List<RouteEntry> route) {
        return with(ping, ping.csp(), ping.destination(), ping.terms(), route, ping.certificates());
    }

    /** The same with other parts, and as many hops left as fit its entries; the transaction stays. */
    static PingRequest with(
            PingRequest ping,
            NodeContact csp,
            NodeId destination,
            @Nullable PingTerms terms,
            List<RouteEntry> route,
            List<Bytes> certificates) {
        return new PingRequest(
                ping.callId(),
                ping.transaction(),
                csp,
                destination,
                PingForwarder.MAX_ENTRIES + 1 - route.size(),
                terms,
                List.copyOf(route),
                List.copyOf(certificates));
    }

    /** The bytes with one bit flipped. */
    static Bytes flipped(Bytes bytes, int bit) {
        byte[] array = bytes.toArray();
        array[Math.floorMod(bit / Byte.SIZE, array.length)] ^= (byte) (1 << Math.floorMod(bit, Byte.SIZE));
        return Bytes.copyOf(array);
    }

    /** The entry with one bit of its signature flipped. */
    static RouteEntry flipped(RouteEntry entry, int bit) {
        return new RouteEntry(entry.signer(), entry.next(), entry.certificateHash(), flipped(entry.signature(), bit));
    }
}
