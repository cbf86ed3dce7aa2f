package io.pigw.csp.relay;

import static io.pigw.csp.relay.Fakes.CSP;
import static io.pigw.csp.relay.Fakes.GATEWAY;
import static io.pigw.csp.relay.Fakes.PEER;
import static io.pigw.csp.relay.Fakes.fromGateway;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pigw.csp.locate.Location;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.P2psipEncoder;
import io.pigw.p2psip.message.Fence;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatewayRelayTest {

    private static final NodeContact THERE = new NodeContact(PEER, new HostPort("127.0.0.1", 9586));
    private static final NodeCertificate SELF = Fakes.certificate(CSP.id(), Role.CSP);

    private final Fakes.Clock clock = new Fakes.Clock();
    private final Fakes.Links links = new Fakes.Links();
    private final List<Response> answers = new ArrayList<>();
    private final Deque<Location> locations = new ArrayDeque<>();
    private final List<Boolean> askedAfresh = new ArrayList<>();

    @Test
    void writesTheMessageAnewAsItsOwn() {
        locations.add(new Location.At(THERE, true));

        take(fromGateway(new Party.Node(PEER), "a"));

        Fakes.Sent sent = links.sent.getFirst();
        assertThat(sent.dialled()).isEqualTo(THERE.address());
        MessageRequest message = sent.message();
        assertThat(message.contact()).isNull();
        assertThat(message.via()).containsExactly(CSP);
        assertThat(message.from()).isEqualTo(Fakes.ALICE);
        assertThat(message.callId().value()).isEqualTo("a");
        assertThat(new Fakes.EqualityVerifier()
                        .verify(
                                SELF,
                                SignedContent.message(Fakes.OVERLAY, message),
                                Objects.requireNonNull(message.identity()).signature()))
                .isTrue();
        assertThat(encoded(message)).doesNotContain(GATEWAY.toString(), "10.1.2.3", "9260", "certificate of 260");
    }

    @Test
    void givesThePeersAnswerBack() {
        locations.add(new Location.At(THERE, true));

        take(fromGateway(new Party.Node(PEER), "a"));
        assertThat(answers).isEmpty();
        end(0, new Outcome.Answered(Response.to(links.sent.getFirst().message(), Status.OK), Fakes.peer()));

        assertThat(answers).extracting(Response::status).containsExactly(Status.OK);
        assertThat(answers.getFirst().transaction()).isEqualTo(new Transaction(21));
    }

    @Test
    void saysSurelyNotDelivered() {
        locations.add(new Location.Nowhere("time limit"));
        locations.add(new Location.At(THERE, true));

        take(fromGateway(new Party.Node(PEER), "a"));
        take(fromGateway(new Party.Node(PEER), "b"));
        end(0, new Outcome.Unreachable("refused"));

        assertThat(answers).extracting(response -> response.status().code()).containsExactly(480, 480);
    }

    @Test
    void saysPerhapsDelivered() {
        locations.add(new Location.At(THERE, true));

        take(fromGateway(new Party.Node(PEER), "a"));
        end(0, new Outcome.TimedOut());

        assertThat(answers).extracting(Response::status).containsExactly(Status.REQUEST_TIMEOUT);
    }

    @Test
    void looksAfreshOnceWhenAnOldLocationIsWrong() {
        locations.add(new Location.OverFlow(PEER, false));
        locations.add(new Location.OverFlow(PEER, false));

        take(fromGateway(new Party.Node(PEER), "a"));
        end(0, new Outcome.Unreachable("closed"));
        end(1, new Outcome.Unreachable("closed"));

        assertThat(askedAfresh).containsExactly(false, true);
        assertThat(answers).extracting(Response::status).containsExactly(Status.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void knowsWhoIsNoPeer() {
        take(fromGateway(new Party.Node(NodeId.of(1536)), "csp"));
        take(fromGateway(new Party.Node(NodeId.of(2048)), "outside"));
        take(fromGateway(Party.parse("bob@p2p.example.net"), "name"));

        assertThat(answers)
                .extracting(Response::status)
                .containsOnly(Status.NOT_FOUND)
                .hasSize(3);
        assertThat(links.sent).isEmpty();
    }

    @Test
    void limitsWhatIsUnderWay() {
        locations.add(new Location.At(THERE, true));
        locations.add(new Location.At(THERE, true));
        GatewayRelay relay = relay(1);
        relay.onMessage(inbound(fromGateway(new Party.Node(PEER), "a")), fromGateway(new Party.Node(PEER), "a"));
        relay.onMessage(inbound(fromGateway(new Party.Node(PEER), "b")), fromGateway(new Party.Node(PEER), "b"));

        assertThat(answers).extracting(Response::status).containsExactly(Status.SERVICE_UNAVAILABLE);
        end(0, new Outcome.TimedOut());
        relay.onMessage(inbound(fromGateway(new Party.Node(PEER), "c")), fromGateway(new Party.Node(PEER), "c"));
        assertThat(links.sent).hasSize(2);
    }

    @Test
    void takesNothingFromAGatewayThatWasOvertaken() {
        GatewayRelay relay = relay(10);
        for (long epoch : new long[] {4, 5, 4, 5}) {
            locations.add(new Location.At(THERE, true));
            MessageRequest message =
                    fromGateway(new Party.Node(PEER), "epoch-" + epoch).under(new Fence("pool", 3, epoch));
            relay.onMessage(inbound(message), message);
        }

        assertThat(links.sent)
                .extracting(sent -> sent.message().callId().value())
                .containsExactly("epoch-4", "epoch-5", "epoch-5");
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.status().code()).isEqualTo(503);
            assertThat(answer.retryAfterSeconds()).isEqualTo(1);
        });
    }

    @Test
    void noPeerSeesTheFence() {
        locations.add(new Location.At(THERE, true));

        take(fromGateway(new Party.Node(PEER), "a").under(new Fence("pool-of-260", 3, 4)));

        MessageRequest message = links.sent.getFirst().message();
        assertThat(message.fence()).isNull();
        assertThat(encoded(message)).doesNotContain("Fence").doesNotContain("pool-of-260");
    }

    private void take(MessageRequest message) {
        relay(10).onMessage(inbound(message), message);
    }

    private GatewayRelay relay(int maxUnderWay) {
        return new GatewayRelay(
                new GatewayRelayOptions(
                        Fakes.OVERLAY,
                        CSP,
                        new Ring(11),
                        Set.of(CSP.id(), NodeId.of(1536)),
                        Duration.ofSeconds(5),
                        maxUnderWay),
                Fakes.ports(SELF, clock),
                links,
                (_, _, afresh, then) -> {
                    askedAfresh.add(afresh);
                    then.accept(locations.removeFirst());
                },
                new Fakes.Events());
    }

    private Inbound inbound(MessageRequest message) {
        return new Inbound(
                Fakes.certificate(GATEWAY, Role.GATEWAY),
                new HostPort("10.1.2.3", 50_000),
                message,
                answer -> answers.add((Response) answer));
    }

    private void end(int attempt, Outcome outcome) {
        links.sent.get(attempt).then().accept(outcome);
    }

    private static String encoded(MessageRequest message) {
        ByteBuf buffer = Unpooled.buffer();
        try {
            P2psipEncoder.encode(message, buffer);
            return buffer.toString(StandardCharsets.UTF_8);
        } finally {
            buffer.release();
        }
    }
}
