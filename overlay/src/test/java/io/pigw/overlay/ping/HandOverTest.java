package io.pigw.overlay.ping;

import static io.pigw.overlay.opinion.FakeNode.contact;
import static io.pigw.overlay.ping.Samples.contacts;
import static io.pigw.overlay.ping.Samples.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.opinion.FakeNode;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Node 550 has a ping of CSP 512's to hand on. */
class HandOverTest {

    private static final PingOptions OPTIONS = PingOptions.DEFAULTS;
    private static final NodeId DESTINATION = NodeId.of(Samples.DESTINATION);

    private final FakeNode node = new FakeNode(Role.PEER, 550);
    private final NodePorts ports = Samples.ports(node, peer(550), new FakeKeys());
    private final FakeView view = new FakeView();
    private final HandOver handOver =
            new HandOver(ports, view, OPTIONS, Samples.receiptChecks(Samples.local(550), ports));
    private final List<Optional<HandOver.Taken>> results = new ArrayList<>();

    @Test
    void theFirstThatSignsForItHasIt() {
        // Given
        start(560, 570, 580);
        assertThat(handOver.pending()).isEqualTo(1);
        node.take().answer(Status.FORBIDDEN);

        // When
        FakeNode.Sent offer = node.take();
        PingReceipt receipt = take(offer, peer(570));

        // Then
        assertThat(results).containsExactly(Optional.of(new HandOver.Taken((PingRequest) offer.request(), receipt)));
        assertThat(node.sent).as("the third is not asked").isEmpty();
        assertThat(handOver.pending()).isZero();
    }

    @Test
    void manyMayRefuseAndFewMayBeSilent() {
        // Given
        start(560, 561, 562, 563, 564, 565, 566, 567);
        for (int refusals = 0; refusals < 4; refusals++) {
            node.take().answer(Status.TEMPORARILY_UNAVAILABLE);
        }
        assertThat(results).isEmpty();

        // When
        for (int silences = 0; silences < OPTIONS.tries(); silences++) {
            node.take().timeOut();
        }

        // Then
        assertThat(results).containsExactly(Optional.empty());
        assertThat(node.sent).as("567 is not asked").isEmpty();
        assertThat(view.suspects).isEqualTo(contacts(564, 565, 566));
    }

    @Test
    void whoRefusesIsAskedLastForFiveMinutes() {
        // Given
        start(560);

        // When
        node.take().answer(Status.FORBIDDEN);

        // Then
        assertThat(willingFirst(560, 570, 580)).isEqualTo(contacts(570, 580, 560));
        assertThat(view.suspects).as("it is alive").isEmpty();
        node.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(willingFirst(560, 570, 580)).isEqualTo(contacts(570, 580, 560));
        node.advance(Duration.ofMillis(1));
        assertThat(willingFirst(560, 570, 580)).isEqualTo(contacts(560, 570, 580));
    }

    @Test
    void whoRefusesAgainIsAskedLastForFiveMinutesMore() {
        // Given
        start(560, 570);
        node.take().answer(Status.FORBIDDEN);
        node.take().answer(Status.FORBIDDEN);
        node.advance(Duration.ofMinutes(4));

        // When
        start(560);
        node.take().answer(Status.FORBIDDEN);

        // Then
        node.advance(Duration.ofMinutes(4));
        assertThat(willingFirst(560, 570, 580)).isEqualTo(contacts(570, 580, 560));
    }

    @Test
    void whoDoesNotAnswerIsAskedLast() {
        // Given
        start(560);

        // When
        node.take().timeOut();

        // Then
        assertThat(willingFirst(560, 570, 580)).isEqualTo(contacts(570, 580, 560));
        assertThat(view.suspects).isEqualTo(contacts(560));
    }

    @Test
    void whoCannotBeReachedIsSuspectedAndNotUnwilling() {
        // Given
        start(560);

        // When
        node.take().fail("nobody there");

        // Then
        assertThat(willingFirst(560, 570)).isEqualTo(contacts(560, 570));
        assertThat(view.suspects).isEqualTo(contacts(560));
    }

    @ParameterizedTest
    @MethodSource("ofOnePing")
    void thatThePingWasThereBeforeOrCameALongWayIsNoUnwillingness(Status refusal) {
        // Given
        start(560, 570);

        // When
        node.take().answer(refusal);

        // Then
        assertThat(node.take().to()).isEqualTo(contact(570));
        assertThat(willingFirst(560, 570)).isEqualTo(contacts(560, 570));
    }

    static List<Status> ofOnePing() {
        return List.of(Status.LOOP_DETECTED, Status.TOO_MANY_HOPS);
    }

    @Test
    void theDestinationKeepsItsPlace() {
        // Given
        start(Samples.DESTINATION, 560);
        node.take().answer(Status.FORBIDDEN);
        node.take().answer(Status.FORBIDDEN);

        // When
        List<NodeContact> order = willingFirst(Samples.DESTINATION, 560, 570);

        // Then
        assertThat(order).isEqualTo(contacts(Samples.DESTINATION, 570, 560));
        assertThat(handOver.willingFirst(order, NodeId.of(700)))
                .as("on the way to another")
                .isEqualTo(contacts(570, Samples.DESTINATION, 560));
    }

    @Test
    void whoSignsWronglyHasRefused() {
        // Given
        start(560, 570);

        // When
        FakeNode.Sent offer = node.take();
        answer(
                offer,
                peer(560),
                new PingReceipt(
                        offer.request().transaction(), contact(560), Samples.receipt(peer(560), List.of(), 560)));

        // Then
        assertThat(results).isEmpty();
        assertThat(node.take().to()).isEqualTo(contact(570));
        assertThat(willingFirst(560, 570)).isEqualTo(contacts(570, 560));
    }

    @Test
    void whoShowsAnothersReceiptHasRefused() {
        // Given
        start(560, 570);

        // When
        FakeNode.Sent offer = node.take();
        answer(offer, peer(560), receipt(offer, peer(561)));

        // Then
        assertThat(results).isEmpty();
        assertThat(node.take().to()).isEqualTo(contact(570));
        assertThat(willingFirst(560, 570)).isEqualTo(contacts(570, 560));
    }

    @Test
    void whoRenewedItsCertificateMaySignWithEither() {
        // Given
        start(560);

        // When
        FakeNode.Sent offer = node.take();
        answer(offer, peer(560), receipt(offer, FakeKeys.renewed(Role.PEER, 560)));

        // Then
        assertThat(results).singleElement().satisfies(taken -> assertThat(taken).isPresent());
    }

    private void start(long... candidates) {
        handOver.start(
                contacts(candidates),
                next -> Samples.ping(Samples.terms(1), 550, next.id().low()),
                results::add);
    }

    private static PingReceipt take(FakeNode.Sent offer, Signer taker) {
        PingReceipt receipt = receipt(offer, taker);
        answer(offer, taker, receipt);
        return receipt;
    }

    private static PingReceipt receipt(FakeNode.Sent offer, Signer taker) {
        PingRequest ping = (PingRequest) offer.request();
        long id = taker.certificate().id().low();
        return new PingReceipt(ping.transaction(), contact(id), Samples.receipt(taker, ping.route(), id));
    }

    private static void answer(FakeNode.Sent offer, Signer by, PingReceipt receipt) {
        offer.then().accept(new Outcome.Answered(receipt, by.certificate()));
    }

    private List<NodeContact> willingFirst(long... nodes) {
        return handOver.willingFirst(contacts(nodes), DESTINATION);
    }
}
