package io.pigw.sos;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.runtime.identity.EcdsaSigner;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.TestPki;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pings with real signatures of all on their routes. */
final class SignedPings {

    private final TestPki pki;
    private final Map<NodeId, NodeIdentity> nodes = new HashMap<>();

    SignedPings(TestPki pki) {
        this.pki = pki;
    }

    NodeIdentity node(Role role, long id) {
        return nodes.computeIfAbsent(NodeId.of(id), key -> pki.issue(role, key));
    }

    /** A ping from the first, a CSP, to the last. */
    PingRequest ping(Instant expires, long... ids) {
        List<NodeId> route = Samples.nodes(ids);
        PingTerms terms = Samples.terms(expires);
        NodeContact csp = new NodeContact(route.getFirst(), new HostPort("127.0.0.1", 9512));
        EcdsaSigner first = new EcdsaSigner(node(Role.CSP, ids[0]));
        Bytes content = SignedContent.cspEntry(TestPki.OVERLAY, csp, route.getLast(), terms, route.get(1));
        PingRequest ping = new PingRequest(
                new CallId("ping"),
                new Transaction(1),
                csp,
                route.getLast(),
                70,
                terms,
                List.of(entry(first, route.get(1), content)),
                List.of(first.certificate().der()));
        for (int i = 1; i < ids.length - 1; i++) {
            EcdsaSigner hop = new EcdsaSigner(node(Role.PEER, ids[i]));
            NodeId next = route.get(i + 1);
            Bytes passed = SignedContent.hopEntry(TestPki.OVERLAY, ping.route().getLast(), route.get(i), next);
            ping = ping.extendedBy(entry(hop, next, passed), hop.certificate().der(), new Transaction(1 + i));
        }
        return ping;
    }

    /** The same with another signature on its last entry. */
    static PingRequest forged(PingRequest ping) {
        RouteEntry last = ping.route().getLast();
        byte[] signature = last.signature().toArray();
        signature[signature.length - 1] ^= 1;
        List<RouteEntry> route = new ArrayList<>(ping.route());
        route.set(
                route.size() - 1,
                new RouteEntry(last.signer(), last.next(), last.certificateHash(), Bytes.copyOf(signature)));
        return new PingRequest(
                ping.callId(),
                ping.transaction(),
                ping.csp(),
                ping.destination(),
                ping.maxForwards(),
                ping.terms(),
                route,
                ping.certificates());
    }

    private static RouteEntry entry(EcdsaSigner signer, NodeId next, Bytes content) {
        return new RouteEntry(
                signer.certificate().id(), next, signer.certificate().sha256(), signer.sign(content));
    }
}
