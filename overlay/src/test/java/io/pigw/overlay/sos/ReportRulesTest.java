package io.pigw.overlay.sos;

import static io.pigw.overlay.sos.Samples.NOON;
import static io.pigw.overlay.sos.Samples.ballot;
import static io.pigw.overlay.sos.Samples.certificate;
import static io.pigw.overlay.sos.Samples.link;
import static io.pigw.overlay.sos.Samples.outcome;
import static io.pigw.overlay.sos.Samples.ping;
import static io.pigw.overlay.sos.Samples.report;
import static io.pigw.overlay.sos.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage.OutcomeReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportRulesTest {

    private final PingRequest arrived = ping(NOON, 512, 550, 586);

    @Test
    void theDestinationReports() {
        assertThat(objection(Role.PEER, 586, arrived)).isEmpty();
    }

    @Test
    void aCspReports() {
        assertThat(objection(Role.CSP, 1536, arrived)).isEmpty();
    }

    @Test
    void aHopInTheMiddleDoesNot() {
        assertThat(objection(Role.PEER, 550, arrived)).isPresent();
        assertThat(objection(Role.PEER, 700, arrived)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"GATEWAY", "SOS", "ENROLLMENT"})
    void nobodyElseReports(Role role) {
        assertThat(objection(role, 586, arrived)).isPresent();
    }

    @Test
    void onePingOfAnotherSpoilsTheReport() {
        assertThat(objection(Role.PEER, 586, arrived, ping(NOON, 512, 550, 587)))
                .isPresent();
    }

    @Test
    void thePapersUnsignedPingIsRefused() {
        PingRequest unsigned = new PingRequest(
                arrived.callId(),
                arrived.transaction(),
                arrived.csp(),
                arrived.destination(),
                70,
                null,
                List.of(),
                List.of());

        assertThat(objection(Role.PEER, 586, unsigned)).map(Status::code).contains(403);
    }

    @Test
    void aPingCountsWithinItsTime() {
        Instant earliest = NOON.minus(EvidenceBook.TOLERANCE);
        Instant latest = NOON.plus(PingOptions.LIFETIME).plus(EvidenceBook.TOLERANCE);

        assertThat(objection(Role.PEER, 586, ping(earliest, 512, 586))).isEmpty();
        assertThat(objection(Role.PEER, 586, ping(earliest.minusMillis(1), 512, 586)))
                .isPresent();
        assertThat(objection(Role.PEER, 586, ping(latest, 512, 586))).isEmpty();
        assertThat(objection(Role.PEER, 586, ping(latest.plusMillis(1), 512, 586)))
                .isPresent();
    }

    @Test
    void eachLinkOfEachRouteGetsAVote() {
        EvidenceBook book = new EvidenceBook(OpinionOptions.DEFAULTS);

        List<Ballot> ballots = ReportRules.ballots(
                certificate(Role.PEER, 586), report(arrived, ping(NOON.plusSeconds(61), 1536, 586)), book);

        assertThat(ballots)
                .containsExactly(
                        ballot(vote(586, link(512, 550), NOON, Vote.Sort.TOLD), 586),
                        ballot(vote(586, link(550, 586), NOON, Vote.Sort.TOLD), 586),
                        ballot(vote(586, link(1536, 586), NOON.plusSeconds(60), Vote.Sort.TOLD), 586));
    }

    @Test
    void whatACspProvesItSaw() {
        EvidenceBook book = new EvidenceBook(OpinionOptions.DEFAULTS);

        List<Ballot> ballots = ReportRules.ballots(certificate(Role.CSP, 1536), report(arrived), book);

        assertThat(ballots)
                .hasSize(2)
                .allSatisfy(ballot -> assertThat(ballot.vote().sort()).isEqualTo(Vote.Sort.PASSED));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void onlyCspsReportOutcomes(Role role) {
        OutcomeReport report = report(outcome(LinkOutcome.Kind.LOST, 550, 586, 600, NOON));

        Optional<Status> objection = ReportRules.objection(certificate(role, 512), report, NOON);

        assertThat(objection.map(Status::code)).isEqualTo(role == Role.CSP ? Optional.empty() : Optional.of(403));
    }

    @Test
    void anOutcomeCountsWithinItsTime() {
        Instant earliest = NOON.minus(EvidenceBook.TOLERANCE);
        Instant latest = NOON.plus(EvidenceBook.TOLERANCE);

        assertThat(objectionTo(earliest)).isEmpty();
        assertThat(objectionTo(earliest.minusMillis(1))).map(Status::code).contains(403);
        assertThat(objectionTo(latest)).isEmpty();
        assertThat(objectionTo(latest.plusMillis(1))).isPresent();
        assertThat(objectionTo(NOON, latest.plusMillis(1))).as("one spoils all").isPresent();
    }

    @Test
    void eachOutcomeGetsAVoteOfItsSort() {
        EvidenceBook book = new EvidenceBook(OpinionOptions.DEFAULTS);
        LinkOutcome[] outcomes = Stream.of(LinkOutcome.Kind.values())
                .map(kind -> outcome(kind, 550, 586, 600, NOON.plusSeconds(59)))
                .toArray(LinkOutcome[]::new);

        List<Ballot> ballots = ReportRules.ballots(certificate(Role.CSP, Samples.CSP), report(outcomes), book);

        assertThat(ballots)
                .containsExactly(
                        ballot(Vote.Sort.PASSED, 550, 586, 600, NOON),
                        ballot(Vote.Sort.LOST, 550, 586, 600, NOON),
                        ballot(Vote.Sort.SILENT, 550, 586, 600, NOON),
                        ballot(Vote.Sort.CONTRADICTED, 550, 586, 600, NOON));
    }

    private static Optional<Status> objectionTo(Instant... at) {
        LinkOutcome[] outcomes = Stream.of(at)
                .map(time -> outcome(LinkOutcome.Kind.PASSED, 550, 586, 600, time))
                .toArray(LinkOutcome[]::new);
        return ReportRules.objection(certificate(Role.CSP, Samples.CSP), report(outcomes), NOON);
    }

    private static Optional<Status> objection(Role role, long id, PingRequest... pings) {
        return ReportRules.objection(certificate(role, id), report(pings), NOON);
    }
}
