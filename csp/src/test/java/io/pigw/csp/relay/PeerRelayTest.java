package io.pigw.csp.relay;

import static io.pigw.csp.relay.Fakes.CSP;
import static io.pigw.csp.relay.Fakes.GATEWAY;
import static io.pigw.csp.relay.Fakes.PEER;
import static io.pigw.csp.relay.Fakes.fromPeer;
import static io.pigw.csp.relay.Fakes.fromPeerTo;
import static io.pigw.csp.relay.Fakes.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerRelayTest {

    private static final NodeContact OTHER_CSP = new NodeContact(NodeId.of(1536), new HostPort("127.0.0.1", 10536));

    private final Fakes.Clock clock = new Fakes.Clock();
    private final Fakes.Links links = new Fakes.Links();
    private final Fakes.Store store = new Fakes.Store();
    private final Fakes.Events events = new Fakes.Events();
    private final List<Response> answers = new ArrayList<>();
    private NodeContact responsible = CSP;
    private int recipients;
    private boolean behind;
    private int asked;
    private PeerRelayOptions.OutOfRange outOfRange = PeerRelayOptions.OutOfRange.REDIRECT;

    @Test
    void doesNotAcknowledgeBeforeTheGatewayHas() {
        links.gateways.add(GATEWAY);
        PeerRelay relay = relay(100);

        relay.onMessage(inbound(fromPeer("a", "hi")), fromPeer("a", "hi"));

        assertThat(answers).isEmpty();
        assertThat(links.sent).hasSize(1);
        MessageRequest onward = links.sent.getFirst().message();
        assertThat(onward.via()).extracting(NodeContact::id).containsExactly(PEER, CSP.id());
        assertThat(onward.maxForwards()).isEqualTo(69);
        assertThat(onward.transaction()).isNotEqualTo(new Transaction(11));

        gatewayAnswers(0, Status.OK);
        assertThat(answers).extracting(Response::status).containsExactly(Status.OK);
        assertThat(answers.getFirst().transaction()).isEqualTo(new Transaction(11));
    }

    @Test
    void turnsAwayWhileItIsBehindOnlyWhatIsWithinItsSendersRate() {
        links.gateways.add(GATEWAY);
        behind = true;
        PeerRelay relay = relay(2);

        for (int i = 0; i < 10; i++) {
            MessageRequest message = fromPeer("m" + i, "hi");
            relay.onMessage(inbound(message), message);
        }

        assertThat(asked).as("who sends most takes no more of what is let in").isEqualTo(2);
        assertThat(answers).hasSize(10).extracting(Response::status).containsOnly(Status.SERVICE_UNAVAILABLE);
        assertThat(links.sent).isEmpty();
    }

    @Test
    void keepsTheGatewaysWordsToItself() {
        links.gateways.add(GATEWAY);
        PeerRelay relay = relay(100);

        relay.onMessage(inbound(fromPeer("a", "hi")), fromPeer("a", "hi"));
        gatewayAnswers(0, Status.NOT_FOUND.because("not known at gateway 260 10.1.2.3:9260"));

        assertThat(answers).extracting(Response::status).containsExactly(Status.NOT_FOUND);
    }

    @Test
    void repeatsNoIdThatAPeerGuessed() {
        MessageRequest relayable = fromPeer("a", "hi");
        Party guessed = new Party.Node(GATEWAY);
        MessageRequest message = Fakes.signed(
                peer(),
                new MessageRequest(
                        guessed,
                        70,
                        relayable.from(),
                        guessed,
                        PEER,
                        relayable.callId(),
                        relayable.transaction(),
                        relayable.date(),
                        "text/plain",
                        null,
                        null,
                        relayable.via(),
                        relayable.body()));

        relay(100).onMessage(inbound(message), message);
        responsible = OTHER_CSP;
        relay(100).onMessage(inbound(message), message);

        assertThat(answers).extracting(answer -> answer.status().code()).containsExactly(501, 302);
        assertThat(answers).extracting(Response::to).containsOnlyNulls();
    }

    @Test
    void relaysADuplicateOnce() {
        links.gateways.add(GATEWAY);
        PeerRelay relay = relay(100);
        MessageRequest first = fromPeer("a", "hi");
        MessageRequest second = first.withTransaction(new Transaction(12));
        MessageRequest third = first.withTransaction(new Transaction(13));

        relay.onMessage(inbound(first), first);
        relay.onMessage(inbound(second), second);
        gatewayAnswers(0, Status.OK);
        relay.onMessage(inbound(third), third);

        assertThat(links.sent).hasSize(1);
        assertThat(answers)
                .extracting(response -> response.transaction().value())
                .containsExactlyInAnyOrder(11L, 12L, 13L);
        assertThat(answers).extracting(Response::status).containsOnly(Status.OK);
    }

    @Test
    void relaysAgainWhatFailed() {
        links.gateways.add(GATEWAY);
        PeerRelay relay = relay(100);
        MessageRequest message = fromPeer("a", "hi");

        relay.onMessage(inbound(message), message);
        links.sent.getFirst().then().accept(new Outcome.TimedOut());
        relay.onMessage(inbound(message), message);

        assertThat(answers).extracting(Response::status).containsExactly(Status.REQUEST_TIMEOUT);
        assertThat(links.sent).hasSize(2);
    }

    @Test
    void remembersOverARestartUntilTheSignatureIsStale() {
        links.gateways.add(GATEWAY);
        MessageRequest message = fromPeer("a", "hi");
        PeerRelay before = relay(100);
        before.onMessage(inbound(message), message);
        gatewayAnswers(0, Status.OK);

        clock.advance(Duration.ofMinutes(5));
        relay(100).onMessage(inbound(message), message);
        clock.advance(Duration.ofMinutes(6));
        relay(100).onMessage(inbound(message), message);

        assertThat(links.sent).hasSize(1);
        assertThat(answers).extracting(response -> response.status().code()).containsExactly(200, 200, 403);
    }

    @Test
    void takesAnotherGatewayWhenOneCannotBeReached() {
        links.gateways.add(GATEWAY);
        links.gateways.add(NodeId.of(261));
        PeerRelay relay = relay(100);
        MessageRequest message = fromPeer("a", "hi");

        relay.onMessage(inbound(message), message);
        links.sent.getFirst().then().accept(new Outcome.Unreachable("lost"));
        gatewayAnswers(1, Status.OK);

        assertThat(links.sent).extracting(Fakes.Sent::to).containsExactly(GATEWAY, NodeId.of(261));
        assertThat(answers).extracting(Response::status).containsExactly(Status.OK);
    }

    @Test
    void asksToComeBackWhenThereIsNoGateway() {
        MessageRequest message = fromPeer("a", "hi");

        relay(100).onMessage(inbound(message), message);

        assertThat(answers).extracting(Response::status).containsExactly(Status.SERVICE_UNAVAILABLE);
        assertThat(answers.getFirst().retryAfterSeconds()).isPositive();
    }

    @Test
    void redirectsAPeerOfAnotherArc() {
        responsible = OTHER_CSP;
        MessageRequest message = fromPeer("a", "hi");

        relay(100).onMessage(inbound(message), message);

        assertThat(answers).extracting(Response::status).containsExactly(Status.MOVED_TEMPORARILY);
        assertThat(answers.getFirst().contact()).isEqualTo(OTHER_CSP.id());
        assertThat(links.sent).isEmpty();
    }

    @Test
    void discardsAPeerOfAnotherArcWhenToldTo() {
        responsible = OTHER_CSP;
        outOfRange = PeerRelayOptions.OutOfRange.DISCARD;
        MessageRequest message = fromPeer("a", "hi");

        relay(100).onMessage(inbound(message), message);

        assertThat(answers).isEmpty();
        assertThat(links.sent).isEmpty();
        assertThat(events.discarded).isEqualTo(1);
    }

    @Test
    void limitsThePeersRate() {
        links.gateways.add(GATEWAY);
        PeerRelay relay = relay(2);
        for (String callId : List.of("a", "b", "c")) {
            relay.onMessage(inbound(fromPeer(callId, "hi")), fromPeer(callId, "hi"));
        }

        assertThat(links.sent).hasSize(2);
        assertThat(answers).extracting(Response::status).containsExactly(Status.SERVICE_UNAVAILABLE);

        clock.advance(Duration.ofSeconds(1));
        relay.onMessage(inbound(fromPeer("d", "hi")), fromPeer("d", "hi"));
        assertThat(links.sent).hasSize(3);
    }

    @Test
    void limitsThePeersRecipients() {
        links.gateways.add(GATEWAY);
        recipients = 2;
        PeerRelay relay = relay(100);
        for (String user : List.of("alice", "carol", "dave", "alice")) {
            MessageRequest message = fromPeerTo(user(user), "to-" + user + links.sent.size(), "hi");
            relay.onMessage(inbound(message), message);
        }

        assertThat(links.sent)
                .as("a third must wait, a conversation goes on")
                .extracting(sent -> sent.message().target())
                .containsExactly(user("alice"), user("carol"), user("alice"));
        assertThat(answers).extracting(Response::status).containsExactly(Status.SERVICE_UNAVAILABLE);
        assertThat(answers.getFirst().retryAfterSeconds()).isBetween(3_601, 5_401);
        assertThat(events.tooManyRecipients).isEqualTo(1);
    }

    private static Party user(String name) {
        return new Party.User(name, "ims.example.net");
    }

    private PeerRelay relay(int burst) {
        return new PeerRelay(
                new PeerRelayOptions(
                        Fakes.OVERLAY, CSP, 1_000, 1, burst, outOfRange, Duration.ofSeconds(4), recipients),
                Fakes.ports(Fakes.certificate(CSP.id(), Role.CSP), clock),
                links,
                _ -> responsible,
                store,
                events,
                inbound -> {
                    asked++;
                    if (behind) {
                        inbound.reply().accept(Response.to(inbound.message(), Status.SERVICE_UNAVAILABLE));
                    }
                    return !behind;
                });
    }

    private Inbound inbound(MessageRequest message) {
        return new Inbound(
                peer(), new HostPort("127.0.0.1", 50_000), message, answer -> answers.add((Response) answer));
    }

    private void gatewayAnswers(int attempt, Status status) {
        Fakes.Sent sent = links.sent.get(attempt);
        sent.then()
                .accept(new Outcome.Answered(
                        Response.to(sent.message(), status), Fakes.certificate(sent.to(), Role.GATEWAY)));
    }
}
