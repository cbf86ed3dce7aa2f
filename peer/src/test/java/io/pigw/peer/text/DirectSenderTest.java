package io.pigw.peer.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.peer.membership.CspChoice;
import io.pigw.runtime.trace.MessageTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DirectSenderTest {

    private static final NodeCertificate SELF = FakePorts.certificate(586, Role.PEER);
    private static final NodeContact NEAR = new NodeContact(NodeId.of(512), new HostPort("127.0.0.1", 9512));
    private static final NodeContact NEXT = new NodeContact(NodeId.of(100), new HostPort("127.0.0.1", 9100));
    private static final NodeContact CAROL = new NodeContact(NodeId.of(1618), new HostPort("127.0.0.1", 10618));

    private final FakePorts fake = new FakePorts(SELF);
    private final DirectSender sender = new DirectSender(
            FakePorts.OVERLAY,
            new NodeContact(SELF.id(), new HostPort("127.0.0.1", 9586)),
            fake.ports(),
            new CspChoice(new Ring(11), SELF.id(), List.of(NEXT, NEAR), () -> fake.now),
            MessageTrace.NONE,
            Duration.ofSeconds(5));
    private final List<SendResult> results = new ArrayList<>();

    @Test
    void asksItsCspWhereTheNodeIsAndHandsItTheSignedMessageItself() {
        send();
        assertThat(fake.sent.getFirst().to()).isEqualTo(NEAR);
        located(0, CAROL);

        assertThat(fake.sent.get(1).to()).isEqualTo(CAROL);
        MessageRequest message = message(1);
        assertThat(message.target()).isEqualTo(new Party.Node(CAROL.id()));
        assertThat(message.from()).isEqualTo(new Party.Node(SELF.id()));
        assertThat(Objects.requireNonNull(message.identity()).signature())
                .isEqualTo(FakePorts.signature(SELF, SignedContent.message(FakePorts.OVERLAY, message)));

        answer(1, Status.OK);
        assertThat(results).containsExactly(new SendResult(message.callId(), Status.OK, List.of(CAROL.id())));
    }

    @Test
    void handsItToTheCspThatReachesANodeWhichNobodyCanDial() {
        send();
        located(0, NEXT);

        assertThat(fake.sent.get(1).to()).isEqualTo(NEXT);
        assertThat(message(1).target()).isEqualTo(new Party.Node(CAROL.id()));
    }

    @Test
    void handsItToNobodyWhomItDoesNotKnowAsACsp() {
        send();
        located(0, new NodeContact(NodeId.of(700), new HostPort("127.0.0.1", 9700)));

        assertThat(fake.sent).hasSize(1);
        assertThat(codes()).containsExactly(480);
    }

    @Test
    void believesNobodyButACspAboutALocation() {
        send();
        LocateRequest question = (LocateRequest) fake.sent.getFirst().request();
        fake.sent
                .getFirst()
                .then()
                .accept(new Outcome.Answered(
                        new LocateAnswer(question.transaction(), question.destination(), CAROL),
                        FakePorts.certificate(512, Role.PEER)));

        assertThat(fake.sent).hasSize(1);
        assertThat(codes()).containsExactly(400);
    }

    @Test
    void looksAgainWithTheSameCallIdWhereNobodyAnswers() {
        send();
        located(0, CAROL);
        fake.sent.get(1).then().accept(new Outcome.Unreachable("refused"));
        located(2, NEXT);
        answer(3, Status.TEMPORARILY_UNAVAILABLE);
        fake.scheduled.removeFirst().run();
        located(4, CAROL);
        answer(5, Status.OK);

        assertThat(List.of(message(1), message(3), message(5)))
                .extracting(MessageRequest::callId)
                .containsOnly(message(1).callId());
        assertThat(message(3).transaction()).isNotEqualTo(message(1).transaction());
        assertThat(codes()).containsExactly(200);
    }

    @Test
    void neverSaysOfWhatMayHaveArrivedThatItDidNot() {
        send();
        located(0, CAROL);
        fake.sent.get(1).then().accept(new Outcome.TimedOut());
        reply(2, Status.TEMPORARILY_UNAVAILABLE);
        fake.scheduled.removeFirst().run();
        reply(3, Status.TEMPORARILY_UNAVAILABLE);

        assertThat(codes()).containsExactly(408);
    }

    @Test
    void looksTwiceForANodeThatIsNotFound() {
        send();
        reply(0, Status.TEMPORARILY_UNAVAILABLE);
        assertThat(codes()).isEmpty();
        fake.scheduled.removeFirst().run();
        reply(1, Status.TEMPORARILY_UNAVAILABLE);

        assertThat(codes()).containsExactly(480);
    }

    @Test
    void turnsToTheNextCspAndFollowsARedirection() {
        send();
        fake.sent.getFirst().then().accept(new Outcome.Unreachable("refused"));
        assertThat(fake.sent.get(1).to()).isEqualTo(NEXT);
        fake.sent
                .get(1)
                .then()
                .accept(new Outcome.Answered(
                        Response.to(fake.sent.get(1).request(), Status.MOVED_TEMPORARILY)
                                .redirectTo(NEAR),
                        FakePorts.certificate(100, Role.CSP)));

        assertThat(fake.sent.get(2).to()).isEqualTo(NEAR);
    }

    @Test
    void givesUpInTheEnd() {
        send();
        for (int i = 0; i < fake.sent.size(); i++) {
            fake.sent.get(i).then().accept(new Outcome.TimedOut());
        }
        assertThat(fake.sent).hasSize(Delivery.MAX_ATTEMPTS);
        assertThat(codes()).containsExactly(480);

        send();
        fake.now = fake.now.plus(Delivery.GIVE_UP_AFTER).plusSeconds(1);
        fake.sent.getLast().then().accept(new Outcome.TimedOut());
        assertThat(codes()).containsExactly(480, 480);
    }

    @Test
    void saysAtOnceWhatWasRefused() {
        send();
        located(0, CAROL);
        answer(1, Status.FORBIDDEN);
        send();
        reply(2, Status.NOT_IMPLEMENTED);
        sender.send(SELF.id(), new Party.Node(SELF.id()), "text/plain", Bytes.utf8("me"), results::add);

        assertThat(codes()).containsExactly(403, 501, 400);
        assertThat(fake.sent).hasSize(3);
    }

    private void send() {
        sender.send(CAROL.id(), new Party.Node(CAROL.id()), "text/plain", Bytes.utf8("hello"), results::add);
    }

    private MessageRequest message(int number) {
        return (MessageRequest) fake.sent.get(number).request();
    }

    private void located(int number, NodeContact contact) {
        answer(number, new LocateAnswer(fake.sent.get(number).request().transaction(), CAROL.id(), contact));
    }

    /** Of a CSP that was asked. */
    private void reply(int number, Status status) {
        answer(number, Response.to(fake.sent.get(number).request(), status));
    }

    /** Of whoever was given the message. */
    private void answer(int number, Status status) {
        answer(number, Response.to(message(number), status));
    }

    private void answer(int number, P2psipMessage answer) {
        fake.sent.get(number).then().accept(new Outcome.Answered(answer, FakePorts.certificate(512, Role.CSP)));
    }

    private List<Integer> codes() {
        return results.stream().map(result -> result.status().code()).toList();
    }
}
