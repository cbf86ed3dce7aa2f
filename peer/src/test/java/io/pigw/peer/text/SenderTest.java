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
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
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

class SenderTest {

    private static final NodeCertificate SELF = FakePorts.certificate(586, Role.PEER);
    private static final NodeContact NEAR = new NodeContact(NodeId.of(512), new HostPort("127.0.0.1", 9512));
    private static final NodeContact NEXT = new NodeContact(NodeId.of(100), new HostPort("127.0.0.1", 9100));

    private final FakePorts fake = new FakePorts(SELF);
    private final Sender sender = new Sender(
            FakePorts.OVERLAY,
            new NodeContact(SELF.id(), new HostPort("127.0.0.1", 9586)),
            fake.ports(),
            new CspChoice(new Ring(11), SELF.id(), List.of(NEXT, NEAR), () -> fake.now),
            MessageTrace.NONE,
            Duration.ofSeconds(5));
    private final List<SendResult> results = new ArrayList<>();

    @Test
    void sendsASignedMessageToTheMaster() {
        send();

        assertThat(fake.sent.getFirst().to()).isEqualTo(NEAR);
        MessageRequest message = message(0);
        Identity identity = Objects.requireNonNull(message.identity());
        assertThat(identity.signature())
                .isEqualTo(FakePorts.signature(SELF, SignedContent.message(FakePorts.OVERLAY, message)));
        assertThat(message.contact()).isEqualTo(SELF.id());
        assertThat(message.via()).extracting(NodeContact::id).containsExactly(SELF.id());

        answer(0, Status.OK);
        assertThat(results).extracting(SendResult::status).containsExactly(Status.OK);
        assertThat(results.getFirst().callId()).isEqualTo(message.callId());
    }

    @Test
    void triesTheNextCspWithTheSameCallIdAndAFreshTransaction() {
        send();
        fake.sent.getFirst().then().accept(new Outcome.Unreachable("refused"));

        assertThat(fake.sent.get(1).to()).isEqualTo(NEXT);
        assertThat(message(1).callId()).isEqualTo(message(0).callId());
        assertThat(message(1).transaction()).isNotEqualTo(message(0).transaction());
    }

    @Test
    void followsARedirection() {
        send();
        fake.sent
                .getFirst()
                .then()
                .accept(new Outcome.Answered(
                        Response.to(message(0), Status.MOVED_TEMPORARILY).redirectTo(NEXT),
                        FakePorts.certificate(512, Role.CSP)));

        assertThat(fake.sent.get(1).to()).isEqualTo(NEXT);
    }

    @Test
    void comesBackWhenAskedTo() {
        send();
        answer(0, Status.SERVICE_UNAVAILABLE);
        assertThat(fake.sent).hasSize(1);

        fake.scheduled.removeFirst().run();
        answer(1, Status.OK);

        assertThat(results).extracting(SendResult::status).containsExactly(Status.OK);
    }

    @Test
    void givesUpInTheEndAndSaysWhatIsKnown() {
        send();
        for (int i = 0; i < fake.sent.size(); i++) {
            fake.sent.get(i).then().accept(new Outcome.TimedOut());
        }

        assertThat(fake.sent).hasSize(5);
        assertThat(results).extracting(SendResult::status).containsExactly(Status.REQUEST_TIMEOUT);
    }

    @Test
    void doesNotRepeatWhatWasRefused() {
        send();
        answer(0, Status.FORBIDDEN);

        assertThat(fake.sent).hasSize(1);
        assertThat(results).extracting(SendResult::status).containsExactly(Status.FORBIDDEN);
    }

    private void send() {
        sender.send(Party.parse("alice@ims.example.net"), "text/plain", Bytes.utf8("hello"), results::add);
    }

    private MessageRequest message(int attempt) {
        return (MessageRequest) fake.sent.get(attempt).request();
    }

    private void answer(int attempt, Status status) {
        fake.sent
                .get(attempt)
                .then()
                .accept(new Outcome.Answered(
                        Response.to(message(attempt), status), FakePorts.certificate(512, Role.CSP)));
    }
}
