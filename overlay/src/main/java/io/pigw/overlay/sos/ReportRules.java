package io.pigw.overlay.sos;

import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage.EvidenceReport;
import io.pigw.p2psip.message.TrustMessage.OutcomeReport;
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
    static List<Ballot> ballots(NodeCertificate reporter, EvidenceReport report, EvidenceBook book) {
        Vote.Sort sort = reporter.role() == Role.CSP ? Vote.Sort.PASSED : Vote.Sort.TOLD;
        List<Ballot> ballots = new ArrayList<>();
        for (PingRequest ping : report.arrived()) {
            PingTerms terms = ping.terms();
            if (terms != null) {
                Instant window = book.windowOf(terms.expires());
                Link.of(ping)
                        .forEach(link -> ballots.add(
                                new Ballot(new Vote(reporter.id(), link, window, sort), ping.destination())));
            }
        }
        return ballots;
    }

    /** Why what somebody says that it saw is refused, or nothing. Only CSPs are believed without proof: they are the operator's. */
    static Optional<Status> objection(NodeCertificate reporter, OutcomeReport report, Instant now) {
        if (reporter.role() != Role.CSP) {
            return refuse("only CSPs report outcomes");
        }
        boolean timely = report.outcomes().stream()
                .allMatch(outcome -> !outcome.at().isBefore(now.minus(EvidenceBook.TOLERANCE))
                        && !outcome.at().isAfter(now.plus(EvidenceBook.TOLERANCE)));
        return timely ? Optional.empty() : refuse("an outcome is out of its time");
    }

    /** One for each outcome of a report that was not objected to. */
    static List<Ballot> ballots(NodeCertificate reporter, OutcomeReport report, EvidenceBook book) {
        return report.outcomes().stream()
                .map(outcome -> new Ballot(
                        new Vote(
                                reporter.id(),
                                new Link(outcome.observer(), outcome.subject()),
                                book.windowOf(outcome.at()),
                                sort(outcome.kind())),
                        outcome.destination()))
                .toList();
    }

    private static Vote.Sort sort(LinkOutcome.Kind kind) {
        return switch (kind) {
            case PASSED -> Vote.Sort.PASSED;
            case LOST -> Vote.Sort.LOST;
            case SILENT -> Vote.Sort.SILENT;
            case CONTRADICTED -> Vote.Sort.CONTRADICTED;
        };
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
