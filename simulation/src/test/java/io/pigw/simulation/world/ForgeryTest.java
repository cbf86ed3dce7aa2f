package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.chord.ChordOptions;
import io.pigw.overlay.ping.PingDrop;
import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.simulation.keys.Signatures;
import io.pigw.simulation.network.LinkFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attacks on pings, with real signatures. */
class ForgeryTest {

    private static final WorldOptions OPTIONS = WorldOptions.of(11, 3, 21)
            .withSignatures(Signatures.REAL)
            .withChord(ChordOptions.DEFAULTS.withSuccessors(4));
    private static final Transaction TRANSACTION = new Transaction(77);

    private World world;
    private SimulatedNode csp;
    private NodeId destination;

    @BeforeEach
    void settle() {
        world = Worlds.settled(OPTIONS, 45);
        csp = world.node(OPTIONS.csps().get(1).id());
        destination = PingTest.farFrom(world, csp);
    }

    @Test
    void anEntryThatWasTamperedWithIsDetectedAtTheDestination() {
        // Given: every hop's last entry gets another signature, just before it reaches the destination
        world.network()
                .filter((_, to, message) -> Optional.of(
                        message instanceof PingRequest ping
                                        && to.equals(destination)
                                        && ping.route().size() > 1
                                ? withLastSignature(ping, Bytes.utf8("forged"))
                                : message));
        NodeId beyondSuccessors = destination;

        // When
        PingOutcome outcome = world.pingAndWait(beyondSuccessors);

        // Then
        assertThat(outcome).isEqualTo(new PingOutcome.NotFound(PingOutcome.Reason.NO_ANSWER));
        assertThat(world.counts().dropped(destination, PingDrop.BAD_SIGNATURE)).isPositive();
        assertThat(world.counts().arrived()).isZero();
    }

    @Test
    void aCopyThatWasTamperedWithDoesNotSpoilTheOthers() {
        // Given
        NodeId tamperer =
                csp.chord().closestPreceding(destination, 3).getFirst().id();
        world.network()
                .filter((from, to, message) -> Optional.of(
                        message instanceof PingRequest ping && to.equals(destination) && from.equals(tamperer)
                                ? withLastSignature(ping, Bytes.utf8("forged"))
                                : message));

        // When
        PingOutcome outcome = world.pingAndWait(destination);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PingOutcome.Located.class,
                        located -> assertThat(
                                        located.route().get(located.route().size() - 2))
                                .isNotEqualTo(tamperer));
    }

    @Test
    void aChangedDestinationOrAddressOfTheCspIsDetectedAtTheNextHop() {
        // Given
        NodeContact elsewhere =
                new NodeContact(csp.id(), Placement.contact(NodeId.of(1)).address());
        world.network()
                .filter((_, _, message) -> Optional.of(
                        message instanceof PingRequest ping
                                ? new PingRequest(
                                        ping.callId(),
                                        ping.transaction(),
                                        elsewhere,
                                        ping.destination(),
                                        ping.maxForwards(),
                                        ping.terms(),
                                        ping.route(),
                                        ping.certificates())
                                : message));

        // When
        PingOutcome outcome = world.pingAndWait(destination);

        // Then
        assertThat(outcome).isEqualTo(new PingOutcome.NotFound(PingOutcome.Reason.NO_ROUTE));
        assertThat(world.counts().dropped(PingDrop.BAD_SIGNATURE)).isPositive();
        assertThat(world.counts().arrived()).isZero();
    }

    @Test
    void aReplayedPingIsRefused() {
        // Given: what the first hop got
        List<PingRequest> captured = capture(PingRequest.class, destination);
        world.pingAndWait(destination);
        PingRequest ping = captured.getFirst();
        SimulatedNode sender = world.node(ping.route().getLast().signer());
        world.time().runFor(Duration.ofSeconds(5));
        long arrived = world.counts().arrived();

        for (Duration later : List.of(Duration.ZERO, Duration.ofMinutes(1), Duration.ofHours(1))) {
            // When
            world.time().runFor(later);
            List<Outcome> outcomes = new ArrayList<>();
            sender.endpoint()
                    .request(
                            world.node(destination).contact(),
                            fresh(ping, TRANSACTION),
                            Duration.ofSeconds(1),
                            outcomes::add);
            world.time().runFor(Duration.ofSeconds(1));

            // Then
            assertThat(code(outcomes)).isEqualTo(later.toHours() > 0 ? 403 : 482);
        }
        assertThat(world.counts().arrived()).isEqualTo(arrived);
        assertThat(world.counts().dropped(destination, PingDrop.DUPLICATE)).isEqualTo(2);
        assertThat(world.counts().dropped(destination, PingDrop.EXPIRED)).isEqualTo(1);
    }

    @Test
    void aRestartedNodeRefusesWhatWasSignedBefore() {
        // Given
        List<PingRequest> captured = capture(PingRequest.class, destination);
        world.pingAndWait(destination);
        PingRequest ping = captured.getFirst();
        SimulatedNode sender = world.node(ping.route().getLast().signer());

        // When
        world.crash(destination, false);
        world.time().runFor(Duration.ofSeconds(1));
        world.join(destination);
        Worlds.settle(world, 48);
        List<Outcome> outcomes = new ArrayList<>();
        sender.endpoint()
                .request(
                        world.node(destination).contact(),
                        fresh(ping, TRANSACTION),
                        Duration.ofSeconds(1),
                        outcomes::add);
        world.time().runFor(Duration.ofSeconds(1));

        // Then
        assertThat(code(outcomes)).isEqualTo(403);
        assertThat(world.counts().dropped(destination, PingDrop.EXPIRED)).isEqualTo(1);
        assertThat(world.pingAndWait(destination)).isInstanceOf(PingOutcome.Located.class);
    }

    @Test
    void thePapersUnsignedPingIsRefused() {
        // Given
        Outsider peer = world.outsider(PingTest.absentId(world), Role.PEER);
        PingRequest figure5 = new PingRequest(
                new CallId("9849303"), TRANSACTION, csp.contact(), destination, 70, null, List.of(), List.of());

        // When
        int code = send(peer, figure5);

        // Then
        assertThat(code).isEqualTo(403);
        assertThat(world.counts().dropped(destination, PingDrop.UNSIGNED)).isEqualTo(1);
    }

    @Test
    void onlyACspsPingIsTaken() {
        // Given: a peer that calls itself the origin, and one that calls itself the CSP
        Outsider peer = world.outsider(PingTest.absentId(world), Role.PEER);

        // When
        int asItself = send(peer, ping(peer.endpoint().contact(), peer.signer(), now().plusSeconds(60)));
        int asTheCsp = send(peer, ping(csp.contact(), peer.signer(), now().plusSeconds(60)));

        // Then
        assertThat(List.of(asItself, asTheCsp)).containsOnly(403);
        assertThat(world.counts().dropped(destination, PingDrop.WRONG_CSP)).isEqualTo(1);
        assertThat(world.counts().dropped(destination, PingDrop.WRONG_LINK)).isEqualTo(1);
    }

    @Test
    void aPingTooFarAheadOrTooLateIsRefused() {
        // Given
        Outsider origin = world.outsider(PingTest.absentId(world), Role.CSP);
        Duration tolerance = PingOptions.DEFAULTS.clockTolerance();
        NodeContact self = origin.endpoint().contact();
        world.time().runFor(Duration.ofHours(1));

        // When
        int late =
                send(origin, ping(self, origin.signer(), now().minus(tolerance).minusSeconds(1)));
        int ahead = send(
                origin,
                ping(
                        self,
                        origin.signer(),
                        now().plus(tolerance).plus(PingOptions.LIFETIME).plusSeconds(1)));
        int atTheEdge =
                send(origin, ping(self, origin.signer(), now().minus(tolerance).plusSeconds(1)));

        // Then
        assertThat(List.of(late, ahead, atTheEdge)).containsExactly(403, 403, 200);
    }

    @Test
    void aPingOfAGatewayIsRefused() {
        // Given
        Outsider gateway = world.outsider(Placement.PAPERS_GATEWAY, Role.GATEWAY);

        // When
        int code = send(gateway, ping(gateway.endpoint().contact(), gateway.signer(), now().plusSeconds(60)));

        // Then
        assertThat(code).isEqualTo(403);
        assertThat(world.counts().dropped(destination, PingDrop.WRONG_ROLE)).isEqualTo(1);
    }

    @Test
    void somebodyElsesAnswerIsNotTaken() {
        // Given: an outsider that answers in the destination's name, and changes where that listens
        Outsider thief = world.outsider(PingTest.absentId(world), Role.PEER);
        List<PingResponse> stolen = new ArrayList<>();
        world.network().filter((_, _, message) -> {
            if (message instanceof PingResponse response) {
                stolen.add(response);
                return Optional.empty();
            }
            return Optional.of(message);
        });
        List<PingOutcome> outcomes = new ArrayList<>();
        world.ping(destination, outcomes::add);
        world.time().runUntil(() -> !stolen.isEmpty(), Duration.ofMillis(1), Duration.ofSeconds(1));
        world.network().filter(LinkFilter.NONE);
        PingResponse response = stolen.getFirst();

        // When: word for word from another node, and with another address from the destination itself
        thief.endpoint().send(csp.contact(), response);
        PingResponse moved = new PingResponse(
                response.callId(),
                TRANSACTION,
                response.csp(),
                new NodeContact(destination, thief.endpoint().contact().address()),
                response.terms(),
                response.arrived(),
                response.route(),
                response.certificates(),
                response.identity());
        world.node(destination).endpoint().send(csp.contact(), moved);
        world.time().runFor(Duration.ofMillis(200));

        // Then
        assertThat(outcomes).isEmpty();
        assertThat(world.counts().dropped(csp.id(), PingDrop.UNEXPECTED_ANSWER)).isEqualTo(1);
        assertThat(world.counts().dropped(csp.id(), PingDrop.BAD_SIGNATURE)).isEqualTo(1);

        // When: the true one
        world.node(destination).endpoint().send(csp.contact(), response);
        world.time().runFor(Duration.ofMillis(200));

        // Then
        assertThat(outcomes).hasOnlyElementsOfType(PingOutcome.Located.class).hasSize(1);
    }

    private Instant now() {
        return world.time().instant();
    }

    private <T extends P2psipMessage> List<T> capture(Class<T> type, NodeId at) {
        List<T> captured = new ArrayList<>();
        world.network().filter((_, to, message) -> {
            if (type.isInstance(message) && to.equals(at)) {
                captured.add(type.cast(message));
            }
            return Optional.of(message);
        });
        return captured;
    }

    private int send(Outsider from, PingRequest ping) {
        List<Outcome> outcomes = from.request(world.node(destination).contact(), ping);
        world.time().runFor(Duration.ofSeconds(1));
        return code(outcomes);
    }

    /** A ping straight to the destination with entry 0 by this key, in this CSP's name. */
    private PingRequest ping(NodeContact origin, Signer signer, Instant expires) {
        PingTerms terms = new PingTerms("0".repeat(32), "1".repeat(31) + expires.getEpochSecond() % 10, expires, 1, 0);
        Bytes content = SignedContent.cspEntry(World.OVERLAY, origin, destination, terms, destination);
        RouteEntry entry =
                new RouteEntry(origin.id(), destination, signer.certificate().sha256(), signer.sign(content));
        return new PingRequest(
                new CallId("1"),
                TRANSACTION,
                origin,
                destination,
                32,
                terms,
                List.of(entry),
                List.of(signer.certificate().der()));
    }

    private static PingRequest fresh(PingRequest ping, Transaction transaction) {
        return new PingRequest(
                ping.callId(),
                transaction,
                ping.csp(),
                ping.destination(),
                ping.maxForwards(),
                ping.terms(),
                ping.route(),
                ping.certificates());
    }

    private static PingRequest withLastSignature(PingRequest ping, Bytes signature) {
        List<RouteEntry> route = new ArrayList<>(ping.route());
        RouteEntry last = route.removeLast();
        route.add(new RouteEntry(last.signer(), last.next(), last.certificateHash(), signature));
        return new PingRequest(
                ping.callId(),
                ping.transaction(),
                ping.csp(),
                ping.destination(),
                ping.maxForwards(),
                ping.terms(),
                route,
                ping.certificates());
    }

    private static int code(List<Outcome> outcomes) {
        if (outcomes.size() != 1 || !(outcomes.getFirst() instanceof Outcome.Answered answered)) {
            return -1;
        }
        return switch (answered.answer()) {
            case PingReceipt _ -> 200;
            case Response response -> response.status().code();
            default -> -1;
        };
    }
}
