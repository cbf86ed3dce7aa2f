package io.pigw.overlay.sos;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.message.TrustMessage.EvidenceReport;
import io.pigw.p2psip.message.TrustMessage.OutcomeReport;
import io.pigw.trust.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Things to test with. The signatures here are none. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** Reports what it saw. */
    static final long CSP = 512;

    static final int LEAST_LINKS = 10_000;

    private static final List<NodeId> LOST_FOR = nodes(9_000_001, 9_000_002);

    private static final Bytes NO_HASH = Bytes.copyOf(new byte[32]);

    private Samples() {}

    static List<NodeId> nodes(long... ids) {
        return LongStream.of(ids).mapToObj(NodeId::of).toList();
    }

    static Link link(long observer, long subject) {
        return new Link(NodeId.of(observer), NodeId.of(subject));
    }

    /** What a CSP saw pass. */
    static Vote vote(long reporter, Link link, Instant window) {
        return vote(reporter, link, window, Vote.Sort.PASSED);
    }

    static Vote vote(long reporter, Link link, Instant window, Vote.Sort sort) {
        return new Vote(NodeId.of(reporter), link, window, sort);
    }

    /** Of a ping to the link's own end. */
    static Ballot ballot(Vote vote) {
        return new Ballot(vote, vote.link().subject());
    }

    static Ballot ballot(Vote vote, long destination) {
        return new Ballot(vote, NodeId.of(destination));
    }

    /** A CSP's word on one link. */
    static Ballot ballot(Vote.Sort sort, long observer, long subject, long destination, Instant window) {
        return ballot(vote(CSP, link(observer, subject), window, sort), destination);
    }

    /** What CSPs saw, and nothing else. Two losses or more were for two destinations, so that they count in full. */
    static LinkRecord record(Link link, double good, double bad, Instant at) {
        List<NodeId> lostFor = LOST_FOR.subList(0, (int) Math.min(LOST_FOR.size(), bad));
        return new LinkRecord(link, new Evidence(good, bad), 0, lostFor.isEmpty() ? 0 : bad, 0, lostFor, at);
    }

    /** The same options with room for no more links than must be. */
    static OpinionOptions withLeastLinks() {
        OpinionOptions all = OpinionOptions.DEFAULTS;
        return new OpinionOptions(
                all.operator(), all.baseRate(), all.ageing(), all.voteWindow(), all.maxGood(), LEAST_LINKS);
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

    static LinkOutcome outcome(LinkOutcome.Kind kind, long observer, long subject, long destination, Instant at) {
        return new LinkOutcome(kind, NodeId.of(observer), NodeId.of(subject), NodeId.of(destination), at);
    }

    static OutcomeReport report(LinkOutcome... outcomes) {
        return new OutcomeReport(new Transaction(43), List.of(outcomes));
    }

    static EvidenceReport report(PingRequest... pings) {
        return new EvidenceReport(new Transaction(42), List.of(pings));
    }
}
