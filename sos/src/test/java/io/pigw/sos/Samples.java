package io.pigw.sos;

import io.pigw.overlay.port.NodeCertificate;
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
import io.pigw.p2psip.message.TrustMessage.EvidenceReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Things to test with. The signatures here are none: see {@link SignedPings} for real ones. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final Bytes NO_HASH = Bytes.copyOf(new byte[32]);

    private Samples() {}

    static List<NodeId> nodes(long... ids) {
        return LongStream.of(ids).mapToObj(NodeId::of).toList();
    }

    static Link link(long observer, long subject) {
        return new Link(NodeId.of(observer), NodeId.of(subject));
    }

    static Vote vote(long reporter, Link link, Instant window) {
        return new Vote(NodeId.of(reporter), link, window);
    }

    static NodeCertificate certificate(Role role, long id) {
        return new NodeCertificate(
                NodeId.of(id), "p2p.example.net", role, List.of(), Bytes.utf8("der"), NO_HASH, Instant.MAX);
    }

    static PingTerms terms(Instant expires) {
        return new PingTerms("0".repeat(32), "1".repeat(32), expires, 3, 0);
    }

    /** A ping along the nodes, the last of which is its destination. */
    static PingRequest ping(Instant expires, long... ids) {
        List<NodeId> nodes = nodes(ids);
        List<RouteEntry> route = new ArrayList<>();
        for (int i = 1; i < nodes.size(); i++) {
            route.add(new RouteEntry(nodes.get(i - 1), nodes.get(i), NO_HASH, Bytes.utf8("signature")));
        }
        return new PingRequest(
                new CallId("ping"),
                new Transaction(7),
                new NodeContact(nodes.getFirst(), new HostPort("127.0.0.1", 9512)),
                nodes.getLast(),
                70,
                terms(expires),
                route,
                List.of());
    }

    static EvidenceReport report(PingRequest... pings) {
        return new EvidenceReport(new Transaction(42), List.of(pings));
    }
}
