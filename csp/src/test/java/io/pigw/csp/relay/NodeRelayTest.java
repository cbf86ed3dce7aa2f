package io.pigw.csp.relay;

import static io.pigw.csp.relay.Fakes.CSP;
import static io.pigw.csp.relay.Fakes.NOW;
import static io.pigw.csp.relay.Fakes.peer;
import static io.pigw.csp.relay.Fakes.renewed;
import static io.pigw.csp.relay.Fakes.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.csp.locate.Location;
import io.pigw.overlay.limit.Rate;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
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
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeRelayTest {

    private static final NodeContact OTHER_CSP = new NodeContact(NodeId.of(1536), new HostPort("127.0.0.1", 10536));
    private static final NodeCertificate OTHER = Fakes.certificate(OTHER_CSP.id(), Role.CSP);
    private static final int SEARCHES_AT_ONCE = 5;
    private static final NodeId ATTACHED = NodeId.of(700);
    private static final NodeId ELSEWHERE = NodeId.of(1700);
    private static final NodeContact RING_PEER = new NodeContact(NodeId.of(900), new HostPort("127.0.0.1", 9900));
    private static final NodeCertificate CLIENT = Fakes.certificate(NodeId.of(600), Role.CLIENT);
    private static final NodeCertificate FOREIGN_CLIENT = Fakes.certificate(NodeId.of(1601), Role.CLIENT);

    private final Fakes.Clock clock = new Fakes.Clock();
    private final Fakes.Links links = new Fakes.Links();
    private final Fakes.Events events = new Fakes.Events();
    private final List<Response> answers = new ArrayList<>();
    private final List<NodeId> searched = new ArrayList<>();
    private final Map<NodeId, Location> locations =
            Map.of(RING_PEER.id(), new Location.At(RING_PEER, true), ELSEWHERE, new Location.AtCsp(OTHER_CSP));

    @Test
    void handsAPeersMessageToANodeThatNobodyCanDialAndGivesItsAnswerBack() {
        NodeRelay relay = relay(100);

        send(relay, peer(), peer(), ATTACHED, "a");
        assertThat(answers).isEmpty();
        MessageRequest onward = links.sent.getFirst().message();
        assertThat(links.sent.getFirst().to()).isEqualTo(ATTACHED);
        assertThat(links.sent.getFirst().dialled()).isNull();
        assertThat(onward.via()).extracting(NodeContact::id).containsExactly(peer().id(), CSP.id());
        assertThat(onward.identity()).isNotNull();
        assertThat(onward.body()).isEqualTo(Bytes.utf8("hello"));
        answer(0, Status.OK.because("at my desk in room seven"));

        assertThat(answers).extracting(Response::status).containsExactly(Status.OK);
        assertThat(answers.getFirst().transaction()).isEqualTo(new Transaction(11));
    }

    @Test
    void carriesNothingBetweenPeersThatCanDialEachOther() {
        NodeRelay relay = relay(100);

        send(relay, peer(), peer(), RING_PEER.id(), "a");
        send(relay, peer(), peer(), Fakes.GATEWAY, "b");
        send(relay, peer(), peer(), NodeId.of(599), "c");

        assertThat(codes()).containsExactly(480, 480, 480);
        assertThat(answers).extracting(Response::to).containsOnlyNulls();
        assertThat(links.sent).isEmpty();
        assertThat(searched).isEmpty();
    }

    @Test
    void takesAClientsMessageToWhereverTheNodeIs() {
        NodeRelay relay = relay(100);

        send(relay, CLIENT, CLIENT, ATTACHED, "a");
        send(relay, CLIENT, CLIENT, RING_PEER.id(), "b");
        send(relay, CLIENT, CLIENT, ELSEWHERE, "c");
        send(relay, CLIENT, CLIENT, Fakes.GATEWAY, "d");

        assertThat(links.sent).extracting(Fakes.Sent::to).containsExactly(ATTACHED, RING_PEER.id(), OTHER_CSP.id());
        assertThat(links.sent.get(1).dialled()).isEqualTo(RING_PEER.address());
        assertThat(links.sent.get(2).dialled()).isNull();
        assertThat(codes()).containsExactly(480);
    }

    @Test
    void sendsAClientToItsOwnCsp() {
        send(relay(100), FOREIGN_CLIENT, FOREIGN_CLIENT, ATTACHED, "a");

        assertThat(codes()).containsExactly(302);
        assertThat(answers.getFirst().contact()).isEqualTo(OTHER_CSP.id());
    }

    @Test
    void takesFromAnotherCspOnlyWhatANodeSignedForANodeThatIsHere() {
        NodeCertificate csp = Fakes.certificate(OTHER_CSP.id(), Role.CSP);
        NodeRelay relay = relay(100);

        send(relay, csp, renewed(), ATTACHED, "a");
        send(relay, csp, renewed(), RING_PEER.id(), "b");
        send(relay, csp, csp, ATTACHED, "c");
        send(relay, csp, Fakes.certificate(NodeId.of(7), Role.PEER), ATTACHED, "d");

        assertThat(links.sent).extracting(Fakes.Sent::to).containsExactly(ATTACHED);
        assertThat(codes()).containsExactly(480, 403, 403);
        assertThat(searched).as("what comes from a CSP goes no further").isEmpty();
    }

    @Test
    void refusesAnothersNameAndTooMuch() {
        NodeRelay relay = relay(3);

        MessageRequest spoofed = message(peer(), CLIENT, ATTACHED, "a");
        relay.onMessage(inbound(peer(), spoofed), spoofed, ATTACHED);
        send(relay, peer(), CLIENT, ATTACHED, "b");
        send(relay, peer(), peer(), ATTACHED, "c");
        send(relay, peer(), peer(), ATTACHED, "d");

        assertThat(codes()).containsExactly(403, 403, 503);
        assertThat(answers.getLast().retryAfterSeconds()).isPositive();
    }

    @Test
    void aSilentNodeHoldsUpNobodyElsesMessages() {
        NodeRelay relay = relay(1_000);
        for (int i = 0; i <= NodeRelay.MAX_TO_ONE; i++) {
            send(relay, OTHER, renewed(), ATTACHED, "m" + i);
        }
        assertThat(codes()).containsExactly(503);

        links.sent.getFirst().then().accept(new Outcome.TimedOut());
        send(relay, OTHER, renewed(), ATTACHED, "again");
        assertThat(codes()).containsExactly(503, 408);
    }

    @Test
    void oneSenderLeavesPlacesToOthersForTheSameNode() {
        NodeRelay relay = relay(1_000);
        for (int i = 0; i <= NodeRelay.MAX_OF_ONE; i++) {
            send(relay, peer(), peer(), ATTACHED, "m" + i);
        }
        assertThat(codes()).containsExactly(503);

        send(relay, CLIENT, CLIENT, ATTACHED, "another's");
        assertThat(codes()).containsExactly(503);
        assertThat(links.sent).hasSize(NodeRelay.MAX_OF_ONE + 1);
    }

    @Test
    void looksForOneClientAsOftenAsForOnePeer() {
        NodeRelay relay = relay(1_000);
        for (int i = 0; i <= SEARCHES_AT_ONCE; i++) {
            send(relay, CLIENT, CLIENT, NodeId.of(600 + i), "m" + i);
        }
        assertThat(searched).hasSize(SEARCHES_AT_ONCE);
        assertThat(codes().getLast()).isEqualTo(503);
    }

    @Test
    void saysWhatItKnowsWhenTheNodeIsSilent() {
        NodeRelay relay = relay(100);
        List<Outcome> silence = List.of(
                new Outcome.TimedOut(),
                new Outcome.Unreachable(Outcome.Unreachable.LINK_LOST),
                new Outcome.Unreachable("no link"));
        for (int i = 0; i < silence.size(); i++) {
            send(relay, peer(), peer(), ATTACHED, "m" + i);
            links.sent.get(i).then().accept(silence.get(i));
        }

        assertThat(codes()).containsExactly(408, 408, 480);
    }

    private NodeRelay relay(int burst) {
        return new NodeRelay(
                new PeerRelayOptions(
                        Fakes.OVERLAY,
                        CSP,
                        1_000,
                        1,
                        burst,
                        PeerRelayOptions.OutOfRange.REDIRECT,
                        Duration.ofSeconds(5),
                        0),
                Fakes.ports(Fakes.certificate(CSP.id(), Role.CSP), clock),
                links,
                new NodeRelay.Ways(
                        id -> id.compareTo(OTHER_CSP.id()) >= 0 ? OTHER_CSP : CSP,
                        ATTACHED::equals,
                        (node, _, _, then) -> {
                            searched.add(node);
                            then.accept(locations.getOrDefault(node, new Location.Nowhere("NO_ANSWER")));
                        },
                        new Rate(1, SEARCHES_AT_ONCE)),
                events,
                _ -> true);
    }

    /** Over a link of one node, as its own message if it is no CSP, signed by another or the same. */
    private void send(NodeRelay relay, NodeCertificate link, NodeCertificate signer, NodeId to, String callId) {
        NodeCertificate originator = link.role() == Role.CSP ? peer() : link;
        MessageRequest own = message(originator, signer, to, callId);
        MessageRequest message = link.role() == Role.CSP ? own.forwardedBy(OTHER_CSP, new Transaction(11)) : own;
        relay.onMessage(inbound(link, message), message, to);
    }

    private static MessageRequest message(NodeCertificate from, NodeCertificate signer, NodeId to, String callId) {
        return signed(
                signer,
                new MessageRequest(
                        new Party.Node(to),
                        70,
                        new Party.Node(from.id()),
                        new Party.Node(to),
                        from.id(),
                        new CallId(callId),
                        new Transaction(11),
                        NOW,
                        "text/plain",
                        null,
                        null,
                        List.of(new NodeContact(from.id(), new HostPort("127.0.0.1", 9586))),
                        Bytes.utf8("hello")));
    }

    private Inbound inbound(NodeCertificate from, MessageRequest message) {
        return new Inbound(from, new HostPort("127.0.0.1", 40_000), message, answer -> answers.add((Response) answer));
    }

    private void answer(int sent, Status status) {
        links.sent
                .get(sent)
                .then()
                .accept(new Outcome.Answered(
                        Response.to(links.sent.get(sent).message(), status), Fakes.certificate(ATTACHED, Role.CLIENT)));
    }

    private List<Integer> codes() {
        return answers.stream().map(answer -> answer.status().code()).toList();
    }
}
