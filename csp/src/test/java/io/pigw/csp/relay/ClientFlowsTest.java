package io.pigw.csp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ClientFlowsTest {

    private static final NodeId CLIENT = NodeId.of(700);
    private static final NodeId PEER = NodeId.of(586);
    private static final MessageRequest MESSAGE = message();

    private final List<Consumer<Outcome>> sent = new ArrayList<>();
    private final List<Consumer<Outcome>> questions = new ArrayList<>();
    private final List<NodeId> givenUp = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final ClientFlows flows = new ClientFlows(new Links(), CLIENT::equals, new Life());

    @Test
    void givesUpALinkOverWhichNothingComesBack() {
        send(CLIENT);
        send(CLIENT);

        sent.forEach(answer -> answer.accept(new Outcome.TimedOut()));
        assertThat(questions).hasSize(1);
        questions.getFirst().accept(new Outcome.TimedOut());

        assertThat(givenUp).containsExactly(CLIENT);
        assertThat(outcomes).hasSize(2).allMatch(Outcome.TimedOut.class::isInstance);
    }

    @Test
    void keepsTheLinkOfOneThatIsMerelySlow() {
        send(CLIENT);

        sent.getFirst().accept(new Outcome.TimedOut());
        questions.getFirst().accept(answered());

        assertThat(givenUp).isEmpty();
        send(CLIENT);
        sent.getLast().accept(new Outcome.TimedOut());
        assertThat(questions).hasSize(2);
    }

    @Test
    void asksNobodyWhoAnswersAndNoPeer() {
        send(CLIENT);
        send(PEER);

        sent.getFirst().accept(answered());
        sent.getLast().accept(new Outcome.TimedOut());

        assertThat(questions).isEmpty();
        assertThat(outcomes).hasSize(2);
    }

    private void send(NodeId to) {
        flows.requestOverLink(to, MESSAGE, Duration.ofSeconds(5), outcomes::add);
    }

    private static Outcome answered() {
        return new Outcome.Answered(
                Response.to(MESSAGE, Status.OK),
                new NodeCertificate(
                        CLIENT, "p2p.example.net", Role.CLIENT, List.of(), Bytes.EMPTY, Bytes.EMPTY, Instant.MAX));
    }

    private static MessageRequest message() {
        Party to = new Party.Node(CLIENT);
        return new MessageRequest(
                to,
                9,
                Party.parse("alice@ims.example.net"),
                to,
                null,
                new CallId("one"),
                Transaction.mint(new Random(1)),
                Instant.EPOCH,
                "text/plain",
                null,
                null,
                List.of(),
                Bytes.utf8("hi"));
    }

    private final class Links implements RelayLinks {
        @Override
        public List<NodeId> gateways() {
            return List.of();
        }

        @Override
        public void requestOverLink(NodeId to, MessageRequest message, Duration timeout, Consumer<Outcome> then) {
            sent.add(then);
        }

        @Override
        public void requestDialled(NodeContact to, MessageRequest message, Duration timeout, Consumer<Outcome> then) {
            throw new IllegalStateException("nobody is dialled here");
        }
    }

    private final class Life implements ClientFlows.Life {
        @Override
        public void ask(NodeId client, Consumer<Outcome> then) {
            questions.add(then);
        }

        @Override
        public void giveUp(NodeId client) {
            givenUp.add(client);
        }
    }
}
