package io.pigw.overlay.sos;

import static io.pigw.overlay.sos.Samples.NOON;
import static io.pigw.overlay.sos.Samples.ballot;
import static io.pigw.overlay.sos.Samples.certificate;
import static io.pigw.overlay.sos.Samples.link;
import static io.pigw.overlay.sos.Samples.nodes;
import static io.pigw.overlay.sos.Samples.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.TrustMessage.NodeOpinionAnswer;
import io.pigw.p2psip.message.TrustMessage.NodeOpinionRequest;
import io.pigw.p2psip.message.TrustMessage.OpinionOn;
import io.pigw.trust.PathOperator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpinionServiceTest {

    private static final int ONE = OpinionOn.ONE;
    private static final Transaction ASKED = new Transaction(5);

    private final EvidenceBook book = new EvidenceBook(OpinionOptions.DEFAULTS);
    private final Condemnation condemnation = new Condemnation(book, CondemnationOptions.DEFAULTS);
    private final HeardEvents events = new HeardEvents();
    private final ReportIntake intake = new ReportIntake(
            book, new NoStore(), _ -> false, () -> NOON, Runnable::run, Runnable::run, _ -> {}, events);
    private final OpinionService service =
            new OpinionService(book, PathOperator.UNCERTAINTY_FAVOURING, intake, condemnation, () -> NOON, events);
    private final List<P2psipMessage> answers = new ArrayList<>();
    private boolean behind;
    private int asked;

    @Test
    void ofTheUnknownNothingIsThought() {
        bring(new NodeOpinionRequest(ASKED, nodes(1, 2)));

        OpinionOn vacuous = new OpinionOn(0, 0, ONE / 2);
        assertThat(answers).containsExactly(new NodeOpinionAnswer(ASKED, List.of(vacuous, vacuous)));
        assertThat(events.asked).isEqualTo(1);
    }

    @Test
    void opinionsComeInTheOrderOfTheQuestion() {
        remember(record(link(7, 1), 2, 0, NOON), record(link(7, 2), 0, 2, NOON));

        bring(new NodeOpinionRequest(ASKED, nodes(2, 1, 2)));

        assertThat(opinions())
                .containsExactly(
                        new OpinionOn(0, ONE / 2, ONE / 2),
                        new OpinionOn(ONE / 2, 0, ONE / 2),
                        new OpinionOn(0, ONE / 2, ONE / 2));
    }

    @Test
    void millionthsAreRoundedSoThatTheirSumIsNoMoreThanOne() {
        // Given: b = d = 1 / 3, and b = 2 / 3 with hardly any doubt left
        remember(record(link(7, 1), 2, 2, NOON), record(link(7, 2), 2e8, 1e8, NOON));

        // When
        bring(new NodeOpinionRequest(ASKED, nodes(1, 2)));

        // Then
        assertThat(opinions())
                .containsExactly(new OpinionOn(333_333, 333_333, ONE / 2), new OpinionOn(666_666, 333_333, ONE / 2));
    }

    @Test
    void whoIsQuarantinedIsWhollyDistrusted() {
        // Given
        List<Ballot> ballots = new ArrayList<>();
        for (int observer = 1; observer <= 8; observer++) {
            ballots.add(ballot(Vote.Sort.LOST, observer, 99, 200 + observer, NOON));
        }
        book.apply(book.plan(ballots, NOON));
        bring(new NodeOpinionRequest(ASKED, nodes(99)));
        assertThat(opinions()).containsExactly(new OpinionOn(0, 800_000, ONE / 2));

        // When
        condemnation.look(nodes(99), NOON);
        bring(new NodeOpinionRequest(ASKED, nodes(99, 98)));

        // Then
        assertThat(opinions()).containsExactly(new OpinionOn(0, ONE, 0), new OpinionOn(0, 0, ONE / 2));
    }

    @Test
    void theMostTrustfulRouteIsChosen() {
        remember(record(link(512, 550), 4, 0, NOON), record(link(550, 586), 4, 0, NOON));

        bring(new TrustMessage.OpinionRequest(ASKED, List.of(nodes(512, 540, 586), nodes(512, 550, 586))));

        assertThat(answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        TrustMessage.OpinionResponse.class,
                        answer -> assertThat(answer.chosen()).isEqualTo(1));
        assertThat(events.judged).isEqualTo(1);
    }

    @Test
    void whatADestinationOrACspAsksIsRemembered() {
        bring(new TrustMessage.OpinionRequest(ASKED, List.of(nodes(512, 540, 586), nodes(512, 550, 586))));
        bring(Role.CSP, 512, new TrustMessage.OpinionRequest(ASKED, List.of(nodes(512, 540, 587))));

        assertThat(service.judgedTo(NodeId.of(586))).hasSize(1);
        assertThat(service.judgedTo(NodeId.of(587))).hasSize(1);
    }

    @Test
    void whatOthersAskOfRoutesIsAnsweredAndNotRemembered() {
        bring(new TrustMessage.OpinionRequest(ASKED, List.of(nodes(512, 540, 587))));
        bring(new TrustMessage.OpinionRequest(ASKED, List.of(nodes(512, 540, 586), nodes(512, 586, 587))));

        assertThat(answers).hasSize(2).allMatch(TrustMessage.OpinionResponse.class::isInstance);
        assertThat(service.judgedTo(NodeId.of(586))).isEmpty();
        assertThat(service.judgedTo(NodeId.of(587))).isEmpty();
    }

    @Test
    void whoAsksTooMuchIsTurnedAwayAndNobodyElseIs() {
        for (int i = 0; i < 500; i++) {
            bring(new NodeOpinionRequest(ASKED, nodes(1)));
        }
        bring(Role.PEER, 587, new NodeOpinionRequest(ASKED, nodes(1)));
        bring(Role.CSP, 512, new NodeOpinionRequest(ASKED, nodes(1)));

        assertThat(events.asked).isEqualTo(402);
        assertThat(events.limited).isEqualTo(100);
        assertThat(answers)
                .filteredOn(answer -> answer instanceof Response refusal
                        && refusal.status().code() == 503
                        && refusal.retryAfterSeconds() > 0)
                .hasSize(100);
    }

    @Test
    void whileItIsBehindWhoAsksMostTakesNoMoreOfWhatIsLetIn() {
        behind = true;

        for (int i = 0; i < 500; i++) {
            bring(new NodeOpinionRequest(ASKED, nodes(1)));
        }

        assertThat(asked).isEqualTo(400);
        assertThat(answers)
                .as("to what is beyond its rate; the gate answers the others itself")
                .hasSize(100);
        assertThat(events.asked).isZero();
    }

    @Test
    void answersToNothingAreNotAnswered() {
        bring(new NodeOpinionAnswer(ASKED, List.of(new OpinionOn(0, 0, 0))));

        assertThat(answers).isEmpty();
    }

    @Test
    void outcomesAreTakenInOfCspsAlone() {
        bring(Samples.report(Samples.outcome(LinkOutcome.Kind.LOST, 550, 586, 600, NOON)));

        assertThat(answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        Response.class,
                        refusal -> assertThat(refusal.status().code()).isEqualTo(403));
    }

    private void remember(LinkRecord... links) {
        book.restore(new EvidenceStore.Remembered(List.of(links), List.of()));
    }

    private void bring(P2psipMessage message) {
        bring(Role.PEER, 586, message);
    }

    private void bring(Role role, long from, P2psipMessage message) {
        Inbound inbound =
                new Inbound(certificate(role, from), new HostPort("127.0.0.1", 40_000), message, answers::add);
        service.onRequest(inbound, _ -> {
            asked++;
            return !behind;
        });
    }

    private List<OpinionOn> opinions() {
        return ((NodeOpinionAnswer) answers.getLast()).opinions();
    }
}
