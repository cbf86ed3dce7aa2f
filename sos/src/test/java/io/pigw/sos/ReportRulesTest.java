package io.pigw.sos;

import static io.pigw.sos.Samples.NOON;
import static io.pigw.sos.Samples.certificate;
import static io.pigw.sos.Samples.link;
import static io.pigw.sos.Samples.ping;
import static io.pigw.sos.Samples.report;
import static io.pigw.sos.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
        EvidenceBook book = new EvidenceBook(OpinionConfig.DEFAULTS);

        List<Vote> votes = ReportRules.votes(
                certificate(Role.PEER, 586), report(arrived, ping(NOON.plusSeconds(61), 1536, 586)), book);

        assertThat(votes)
                .containsExactly(
                        vote(586, link(512, 550), NOON),
                        vote(586, link(550, 586), NOON),
                        vote(586, link(1536, 586), NOON.plusSeconds(60)));
    }

    private static Optional<Status> objection(Role role, long id, PingRequest... pings) {
        return ReportRules.objection(certificate(role, id), report(pings), NOON);
    }
}
