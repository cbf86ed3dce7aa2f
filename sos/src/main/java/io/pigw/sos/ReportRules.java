package io.pigw.sos;

import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage.EvidenceReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be said of a report before its signatures are verified. Pure. */
final class ReportRules {

    private ReportRules() {}

    /** Why the report is refused, or nothing. */
    static Optional<Status> objection(NodeCertificate reporter, EvidenceReport report, Instant now) {
        for (PingRequest ping : report.arrived()) {
            PingTerms terms = ping.terms();
            if (terms == null || ping.route().isEmpty()) {
                return refuse("a ping is not signed");
            }
            if (!mayReport(reporter, ping)) {
                return refuse("only a ping's destination and CSPs report it");
            }
            if (terms.expires().isBefore(now.minus(EvidenceBook.TOLERANCE))
                    || terms.expires().isAfter(now.plus(PingOptions.LIFETIME).plus(EvidenceBook.TOLERANCE))) {
                return refuse("a ping is out of its time");
            }
        }
        return Optional.empty();
    }

    /** One for each link of each ping of a report that was not objected to. */
    static List<Vote> votes(NodeCertificate reporter, EvidenceReport report, EvidenceBook book) {
        List<Vote> votes = new ArrayList<>();
        for (PingRequest ping : report.arrived()) {
            PingTerms terms = ping.terms();
            if (terms != null) {
                Instant window = book.windowOf(terms.expires());
                Link.of(ping).forEach(link -> votes.add(new Vote(reporter.id(), link, window)));
            }
        }
        return votes;
    }

    /** A peer vouches for what reached itself; a hop in the middle would vouch for its own neighbours. */
    private static boolean mayReport(NodeCertificate reporter, PingRequest ping) {
        return switch (reporter.role()) {
            case CSP -> true;
            case PEER -> reporter.id().equals(ping.destination());
            case GATEWAY, SOS, ENROLLMENT, CLIENT, OPERATOR -> false;
        };
    }

    private static Optional<Status> refuse(String why) {
        return Optional.of(Status.FORBIDDEN.because(why));
    }
}
