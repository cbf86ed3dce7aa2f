package io.pigw.csp.relay;

import static io.pigw.csp.relay.Fakes.NOW;
import static io.pigw.csp.relay.Fakes.OVERLAY;
import static io.pigw.csp.relay.Fakes.PEER;
import static io.pigw.csp.relay.Fakes.fromPeer;
import static io.pigw.csp.relay.Fakes.peer;
import static io.pigw.csp.relay.Fakes.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import io.pigw.p2psip.message.Status;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PeerMessageRulesTest {

    private final PeerMessageRules rules =
            new PeerMessageRules(OVERLAY, Fakes.CSP.id(), 20, new Fakes.EqualityVerifier());

    @Test
    void passesWhatThePeerSignedAsItself() {
        assertThat(rules.refusal(peer(), fromPeer("a", "hello"), NOW)).isEmpty();
    }

    @Test
    void passesWhatThePeerSignedBeforeOrAfterItRenewedItsCertificate() {
        assertThat(rules.refusal(peer(), signed(Fakes.renewed(), fromPeer("a", "hello")), NOW))
                .isEmpty();
        assertThat(rules.refusal(Fakes.certificate(NodeId.of(7), Role.PEER), fromPeer("a", "hello"), NOW))
                .isPresent();
    }

    @Test
    void passesOneOfTheNamesInTheCertificate() {
        MessageRequest message = signed(peer(), change(fromPeer("a", "hi"), Party.parse("bob@p2p.example.net")));

        assertThat(rules.refusal(peer(), message, NOW)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses(String why, MessageRequest message, Status expected) {
        assertThat(rules.refusal(peer(), message, NOW).map(Status::code)).contains(expected.code());
    }

    static Stream<Arguments> refused() {
        MessageRequest good = fromPeer("a", "hello");
        Identity stranger = new Identity(
                Fakes.signature(Fakes.certificate(NodeId.of(7), Role.PEER), Bytes.utf8("x")),
                Bytes.utf8("certificate of 7"));
        return Stream.of(
                Arguments.of(
                        "another node's From",
                        signed(peer(), change(good, new Party.Node(NodeId.of(700)))),
                        Status.FORBIDDEN),
                Arguments.of(
                        "another user's From",
                        signed(peer(), change(good, Party.parse("eve@p2p.example.net"))),
                        Status.FORBIDDEN),
                Arguments.of("no signature", good.withIdentity(null), Status.FORBIDDEN),
                Arguments.of("another's signature", good.withIdentity(stranger), Status.FORBIDDEN),
                Arguments.of("an altered body", withBody(good, Bytes.utf8("hullo")), Status.FORBIDDEN),
                Arguments.of("stale", signed(peer(), withDate(good, NOW.minusSeconds(601))), Status.FORBIDDEN),
                Arguments.of("from the future", signed(peer(), withDate(good, NOW.plusSeconds(601))), Status.FORBIDDEN),
                Arguments.of("undated", signed(peer(), withDate(good, null)), Status.FORBIDDEN),
                Arguments.of(
                        "a notice",
                        signed(peer(), withNotice(good, new Notice(Notice.Kind.UNREACHABLE, new CallId("b")))),
                        Status.FORBIDDEN),
                Arguments.of("a long body", fromPeer("a", "x".repeat(21)), Status.TOO_LARGE),
                Arguments.of(
                        "to a node", signed(peer(), to(good, new Party.Node(NodeId.of(7)))), Status.NOT_IMPLEMENTED),
                Arguments.of("no hop left", hops(good, 0), Status.TOO_MANY_HOPS),
                Arguments.of("without Via", via(good, List.of()), Status.BAD_REQUEST),
                Arguments.of("a loop", via(good, List.of(Fakes.CSP, good.via().getFirst())), Status.LOOP_DETECTED));
    }

    private static MessageRequest change(MessageRequest m, Party from) {
        return copy(m, m.target(), m.maxForwards(), from, m.date(), m.notice(), m.via(), m.body());
    }

    private static MessageRequest to(MessageRequest m, Party to) {
        return copy(m, to, m.maxForwards(), m.from(), m.date(), m.notice(), m.via(), m.body());
    }

    private static MessageRequest hops(MessageRequest m, int left) {
        return copy(m, m.target(), left, m.from(), m.date(), m.notice(), m.via(), m.body());
    }

    private static MessageRequest withDate(MessageRequest m, @Nullable Instant date) {
        return copy(m, m.target(), m.maxForwards(), m.from(), date, m.notice(), m.via(), m.body());
    }

    private static MessageRequest withNotice(MessageRequest m, Notice notice) {
        return copy(m, m.target(), m.maxForwards(), m.from(), m.date(), notice, m.via(), m.body());
    }

    private static MessageRequest via(MessageRequest m, List<NodeContact> via) {
        return copy(m, m.target(), m.maxForwards(), m.from(), m.date(), m.notice(), via, m.body());
    }

    private static MessageRequest withBody(MessageRequest m, Bytes body) {
        return copy(m, m.target(), m.maxForwards(), m.from(), m.date(), m.notice(), m.via(), body);
    }

    private static MessageRequest copy(
            MessageRequest m,
            Party target,
            int maxForwards,
            Party from,
            @Nullable Instant date,
            @Nullable Notice notice,
            List<NodeContact> via,
            Bytes body) {
        return new MessageRequest(
                target,
                maxForwards,
                from,
                target,
                PEER,
                m.callId(),
                m.transaction(),
                date,
                m.contentType(),
                m.identity(),
                notice,
                via,
                body);
    }
}
