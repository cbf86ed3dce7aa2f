package io.pigw.overlay.ping;

import static io.pigw.overlay.opinion.FakeNode.contact;
import static io.pigw.overlay.ping.Samples.CSP;
import static io.pigw.overlay.ping.Samples.DESTINATION;
import static io.pigw.overlay.ping.Samples.entry;
import static io.pigw.overlay.ping.Samples.peer;
import static io.pigw.overlay.ping.Samples.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.opinion.FakeNode;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.LinkOutcome.Kind;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSP 512 asks what became of a copy that it gave to 550. The way on is 560, then the destination 586. */
class RouteAuditTest {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);
    private static final PingTerms TERMS = Samples.terms(1);

    private final FakeNode node = new FakeNode(Role.CSP, CSP);
    private final FakeKeys keys = new FakeKeys();
    private final NodePorts ports = Samples.ports(node, Samples.csp(), keys);
    private final List<LinkOutcome> counted = new ArrayList<>();
    private final List<LinkOutcome> heard = new ArrayList<>();
    private final List<RouteEntry> route = new ArrayList<>(List.of(Samples.entryZero(TERMS, 550)));
    private final RouteAudit audit = new RouteAudit(
            Samples.local(CSP),
            ports,
            Samples.receiptChecks(Samples.local(CSP), ports),
            NodeId.of(DESTINATION),
            TERMS,
            ANSWER_TIMEOUT,
            counted::add,
            heard::add);

    @Test
    void theFirstHopIsAskedForThisCopy() {
        // When
        begin();

        // Then
        FakeNode.Sent question = node.take();
        assertThat(question.to()).isEqualTo(contact(550));
        assertThat(question.timeout()).isEqualTo(ANSWER_TIMEOUT);
        assertThat(question.request()).isInstanceOfSatisfying(AuditRequest.class, request -> {
            assertThat(request.nonce()).isEqualTo(TERMS.nonce());
            assertThat(request.routeIndex()).isEqualTo(TERMS.routeIndex());
        });
    }

    @Test
    void whoHasNoReceiptLostThePing() {
        // Given
        begin();

        // When
        node.take().answer(Status.NOT_FOUND);

        // Then
        assertThat(counted).containsExactly(outcome(Kind.LOST, 512, 550));
        assertThat(heard).isEqualTo(counted);
        assertThat(node.sent).isEmpty();
    }

    @Test
    void whoPassedItOnToTheDestinationGetsTheMeritForIt() {
        // Given
        begin();
        showsTheNext(560);
        assertThat(counted).as("before it is known that it came through").isEmpty();
        assertThat(heard).containsExactly(outcome(Kind.PASSED, 512, 550));

        // When
        showsTheNext(DESTINATION);

        // Then
        assertThat(counted).containsExactly(outcome(Kind.PASSED, 512, 550), outcome(Kind.PASSED, 550, 560));
        assertThat(heard).isEqualTo(counted);
        assertThat(node.sent).as("the destination is not asked").isEmpty();
    }

    @Test
    void whoPassedOnWhatWasLostLaterGetsNoMerit() {
        // Given
        begin();
        showsTheNext(560);

        // When
        node.take().answer(Status.NOT_FOUND);

        // Then
        assertThat(counted).containsExactly(outcome(Kind.LOST, 550, 560));
        assertThat(heard).containsExactly(outcome(Kind.PASSED, 512, 550), outcome(Kind.LOST, 550, 560));
    }

    @Test
    void whoIsHandingItOverStillIsAskedOnceMore() {
        // Given
        begin();
        node.take().answer(Status.SERVICE_UNAVAILABLE);
        node.advance(Duration.ofSeconds(3).minusMillis(1));
        assertThat(node.sent).isEmpty();

        // When
        node.advance(Duration.ofMillis(1));
        showsTheNext(DESTINATION);

        // Then
        assertThat(counted).containsExactly(outcome(Kind.PASSED, 512, 550));
    }

    @Test
    void whoIsHandingItOverForTooLongIsSilent() {
        // Given
        begin();
        node.take().answer(Status.SERVICE_UNAVAILABLE);
        node.advance(Duration.ofSeconds(3));

        // When
        node.take().answer(Status.SERVICE_UNAVAILABLE);
        node.advance(Duration.ofMinutes(1));

        // Then
        assertThat(counted).extracting(LinkOutcome::kind).containsExactly(Kind.SILENT);
        assertThat(node.sent).isEmpty();
    }

    @Test
    void whoLostItWhileHandingItOverSaysSoWhenAskedAgain() {
        // Given
        begin();
        node.take().answer(Status.SERVICE_UNAVAILABLE);
        node.advance(Duration.ofSeconds(3));

        // When
        node.take().answer(Status.NOT_FOUND);

        // Then
        assertThat(counted).containsExactly(outcome(Kind.LOST, 512, 550));
    }

    @Test
    void whoDoesNotAnswerIsSilent() {
        begin();

        node.take().timeOut();

        assertThat(counted).containsExactly(outcome(Kind.SILENT, 512, 550));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody there", Outcome.Unreachable.LINK_LOST})
    void whoCannotBeReachedIsSilent(String reason) {
        begin();

        node.take().fail(reason);

        assertThat(counted).containsExactly(outcome(Kind.SILENT, 512, 550));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 403, 480})
    void whoGivesAnyOtherResponseIsSilent(int code) {
        begin();

        node.take().answer(new Status(code, "Something"));

        assertThat(counted).containsExactly(outcome(Kind.SILENT, 512, 550));
    }

    @Test
    void thatThisNodeHasNoRoomSaysNothingOfTheHop() {
        begin();

        node.take().fail(Outcome.Unreachable.OVERLOADED);

        assertThat(heard).isEmpty();
        assertThat(counted).isEmpty();
    }

    /** What does not fit in what a hop shows. */
    enum Flaw {
        ENTRY_OF_ANOTHER,
        ENTRY_NOT_SIGNED,
        ENTRY_AFTER_ANOTHER,
        NEXT_IS_NOT_THE_TAKER,
        RECEIPT_FOR_OTHER_ENTRIES,
        RECEIPT_BY_ANOTHER,
        RECEIPT_BY_NO_MEMBER_OF_THE_RING,
        TAKER_HAD_IT_BEFORE,
        TAKER_IS_THE_CSP
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void whatDoesNotFitContradictsWhatTheHopSigned(Flaw flaw) {
        // Given: the link over which 560 got the ping
        begin();
        showsTheNext(560);
        RouteEntry last = route.getLast();
        RouteEntry good = entry(last, peer(560), 570);
        RouteEntry unsigned = entry(peer(560), 570, peer(561).sign(good.signature()));
        RouteEntry misled = entry(route.getFirst(), peer(560), 570);
        RouteEntry back = entry(last, peer(560), 550);
        RouteEntry home = entry(last, peer(560), CSP);
        Bytes asAnother = SignedContent.hopEntry(FakeKeys.OVERLAY, last, NodeId.of(561), good.next());
        RouteEntry others = new RouteEntry(
                NodeId.of(561), good.next(), good.certificateHash(), peer(560).sign(asAnother));

        // When
        FakeNode.Sent question = node.take();
        switch (flaw) {
            case ENTRY_OF_ANOTHER -> shows(question, others, 570, receipt(peer(570), with(others), 570));
            case ENTRY_NOT_SIGNED -> shows(question, unsigned, 570, receipt(peer(570), with(unsigned), 570));
            case ENTRY_AFTER_ANOTHER -> shows(question, misled, 570, receipt(peer(570), with(misled), 570));
            case NEXT_IS_NOT_THE_TAKER -> shows(question, good, 571, receipt(peer(571), with(good), 571));
            case RECEIPT_FOR_OTHER_ENTRIES -> shows(question, good, 570, receipt(peer(570), with(misled), 570));
            case RECEIPT_BY_ANOTHER -> shows(question, good, 570, receipt(peer(571), with(good), 570));
            case RECEIPT_BY_NO_MEMBER_OF_THE_RING ->
                shows(question, good, 570, receipt(FakeKeys.of(Role.CLIENT, 570), with(good), 570));
            case TAKER_HAD_IT_BEFORE -> shows(question, back, 550, receipt(peer(550), with(back), 550));
            case TAKER_IS_THE_CSP -> shows(question, home, CSP, receipt(Samples.csp(), with(home), CSP));
        }

        // Then
        assertThat(counted).containsExactly(outcome(Kind.CONTRADICTED, 550, 560));
        assertThat(heard).containsExactly(outcome(Kind.PASSED, 512, 550), outcome(Kind.CONTRADICTED, 550, 560));
        assertThat(node.sent).as("nobody behind it is asked").isEmpty();
    }

    @Test
    void whoRenewedItsCertificateSinceIsSilent() {
        // Given
        begin();
        RouteEntry own = entry(route.getLast(), peer(550), 560);

        // When
        Signer renewed = FakeKeys.renewed(Role.PEER, 550);
        shows(node.take(), renewed, own, 560, receipt(peer(560), with(own), 560));

        // Then
        assertThat(counted).containsExactly(outcome(Kind.SILENT, 512, 550));
        assertThat(node.sent).isEmpty();
    }

    @Test
    void aReceiptWhoseCertificateHasEndedSinceProvesNothing() {
        // Given
        begin();
        keys.end(peer(560));

        // When
        showsTheNext(560);

        // Then
        assertThat(counted).containsExactly(outcome(Kind.SILENT, 512, 550));
        assertThat(node.sent).isEmpty();
    }

    @Test
    void whoGotItAfterSoManyHopsThatNobodyTakesItIsNotToBlame() {
        // Given
        begin();
        goesOnUntil(PingForwarder.MAX_ENTRIES - 1);

        // When
        node.take().answer(Status.NOT_FOUND);

        // Then
        assertThat(counted).isEmpty();
        assertThat(heard).extracting(LinkOutcome::kind).containsOnly(Kind.PASSED);
    }

    @Test
    void whoCouldHavePassedItOnAfterOneHopLessIsToBlame() {
        // Given
        begin();
        goesOnUntil(PingForwarder.MAX_ENTRIES - 2);
        RouteEntry last = route.getLast();

        // When
        node.take().answer(Status.NOT_FOUND);

        // Then
        assertThat(counted)
                .containsExactly(
                        outcome(Kind.LOST, last.signer().low(), last.next().low()));
    }

    private void begin() {
        audit.ask(route.getFirst(), contact(550));
    }

    private void goesOnUntil(int entries) {
        while (route.size() < entries) {
            showsTheNext(1_000 + route.size());
        }
    }

    /** Who is asked shows whom it gave the ping to. */
    private void showsTheNext(long next) {
        FakeNode.Sent question = node.take();
        RouteEntry own = entry(route.getLast(), peer(question.to().id().low()), next);
        shows(question, own, next, receipt(peer(next), with(own), next));
        route.add(own);
    }

    private static void shows(FakeNode.Sent question, RouteEntry entry, long taker, Identity receipt) {
        shows(question, peer(question.to().id().low()), entry, taker, receipt);
    }

    private static void shows(FakeNode.Sent question, Signer hop, RouteEntry entry, long taker, Identity receipt) {
        AuditAnswer answer = new AuditAnswer(question.request().transaction(), entry, contact(taker), receipt);
        question.then().accept(new Outcome.Answered(answer, hop.certificate()));
    }

    private List<RouteEntry> with(RouteEntry entry) {
        List<RouteEntry> longer = new ArrayList<>(route);
        longer.add(entry);
        return longer;
    }

    private LinkOutcome outcome(Kind kind, long observer, long subject) {
        return new LinkOutcome(kind, NodeId.of(observer), NodeId.of(subject), NodeId.of(DESTINATION), node.now);
    }
}
