package io.pigw.sos;

import io.pigw.overlay.sos.Condemned;
import io.pigw.overlay.sos.Link;
import io.pigw.overlay.sos.LinkRecord;
import io.pigw.overlay.sos.Sentence;
import io.pigw.overlay.sos.Vote;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.trust.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** Things to test with. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Samples() {}

    static List<NodeId> nodes(long... ids) {
        return LongStream.of(ids).mapToObj(NodeId::of).toList();
    }

    static Link link(long observer, long subject) {
        return new Link(NodeId.of(observer), NodeId.of(subject));
    }

    static Vote vote(long reporter, Link link, Instant window) {
        return new Vote(NodeId.of(reporter), link, window, Vote.Sort.PASSED);
    }

    /** Outcomes that CSPs saw, and nothing else. */
    static LinkRecord record(Link link, double good, double bad, Instant at) {
        return new LinkRecord(link, new Evidence(good, bad), 0, 0, 0, List.of(), at);
    }

    static Sentence sentence(long node, Instant at) {
        Evidence evidence = new Evidence(1.5, 17);
        return new Sentence(
                new Condemned(NodeId.of(node), Condemned.Grounds.AUDITS, evidence.opinion(.5), evidence, 4, 5), at);
    }

    static PingTerms terms(Instant expires) {
        return new PingTerms("0".repeat(32), "1".repeat(32), expires, 3, 0);
    }
}
