package io.pigw.overlay.opinion;

import static io.pigw.overlay.opinion.FakeNode.contact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpinionServersTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final NodeContact FIRST = contact(1);
    private static final NodeContact SECOND = contact(2);

    private final FakeNode node = new FakeNode(Role.PEER, 586);
    private final OpinionServers servers = new OpinionServers(List.of(FIRST, SECOND), node.ports());
    private final List<Optional<P2psipMessage>> answers = new ArrayList<>();

    @Test
    void theFirstIsAskedAsLongAsItAnswers() {
        for (int i = 0; i < 3; i++) {
            // When
            ask();
            FakeNode.Sent sent = node.take();
            sent.answer(OpinionServersTest::answer);

            // Then
            assertThat(sent.to()).isEqualTo(FIRST);
            assertThat(sent.timeout()).isEqualTo(TIMEOUT);
        }
        assertThat(answers).hasSize(3).allMatch(Optional::isPresent);
        assertThat(node.sent).isEmpty();
    }

    @Test
    void theNextIsAskedWhereOneDoesNotAnswer() {
        // Given
        ask();
        FakeNode.Sent first = node.take();

        // When
        first.timeOut();

        // Then
        FakeNode.Sent second = node.take();
        assertThat(second.to()).isEqualTo(SECOND);
        assertThat(second.request().transaction()).isNotEqualTo(first.request().transaction());
        assertThat(answers).isEmpty();
        second.answer(OpinionServersTest::answer);
        assertThat(answers).hasSize(1).allMatch(Optional::isPresent);
    }

    @Test
    void whoDidNotAnswerRests() {
        // Given
        ask();
        node.take().fail("refused");
        node.take().answer(OpinionServersTest::answer);

        // When
        ask();

        // Then
        assertThat(node.take().to()).isEqualTo(SECOND);

        // When: it has rested
        node.advance(OpinionServers.REST);
        ask();

        // Then
        assertThat(node.take().to()).isEqualTo(FIRST);
    }

    @Test
    void whoRestsIsAskedWhereNobodyElseAnswers() {
        // Given
        ask();
        node.take().timeOut();
        node.take().timeOut();
        assertThat(answers).containsExactly(Optional.empty());

        // When
        ask();

        // Then
        FakeNode.Sent again = node.take();
        assertThat(again.to()).isEqualTo(FIRST);
        again.answer(OpinionServersTest::answer);
        assertThat(answers.getLast()).isPresent();

        // When: it has answered
        ask();

        // Then
        assertThat(node.take().to()).isEqualTo(FIRST);
    }

    @Test
    void whoHasNoRoomIsPassedOverAndDoesNotRest() {
        // Given
        ask();
        node.take().answer(Status.SERVICE_UNAVAILABLE);
        FakeNode.Sent second = node.take();
        assertThat(second.to()).isEqualTo(SECOND);
        second.answer(OpinionServersTest::answer);

        // When
        ask();

        // Then
        assertThat(node.take().to()).isEqualTo(FIRST);
    }

    @Test
    void theLastOnesRefusalIsAnAnswer() {
        ask();
        node.take().answer(Status.SERVICE_UNAVAILABLE);
        node.take().answer(Status.SERVICE_UNAVAILABLE);

        assertThat(answers).hasSize(1);
        assertThat(answers.getFirst()).containsInstanceOf(Response.class);
    }

    @Test
    void anyOtherRefusalIsAnAnswer() {
        ask();
        node.take().answer(Status.FORBIDDEN);

        assertThat(answers).hasSize(1);
        assertThat(node.sent).isEmpty();
    }

    @Test
    void forWantOfRoomHereNobodyRests() {
        // Given
        ask();
        node.take().fail(Outcome.Unreachable.OVERLOADED);
        node.take().answer(OpinionServersTest::answer);

        // When
        ask();

        // Then
        assertThat(node.take().to()).isEqualTo(FIRST);
    }

    @Test
    void oneAloneIsAskedWhereTimeIsShort() {
        // When
        servers.askOne(OpinionServersTest::question, TIMEOUT, answers::add);
        node.take().timeOut();

        // Then
        assertThat(node.sent).isEmpty();
        assertThat(answers).containsExactly(Optional.empty());
        servers.askOne(OpinionServersTest::question, TIMEOUT, answers::add);
        assertThat(node.take().to()).as("the first rests").isEqualTo(SECOND);
    }

    @Test
    void thereMustBeOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> new OpinionServers(List.of(), node.ports()));
    }

    private void ask() {
        servers.ask(OpinionServersTest::question, TIMEOUT, answers::add);
    }

    private static TrustMessage question(Transaction transaction) {
        return new TrustMessage.NodeOpinionRequest(transaction, List.of(NodeId.of(7)));
    }

    private static TrustMessage answer(Transaction transaction) {
        return new TrustMessage.NodeOpinionAnswer(transaction, List.of(new TrustMessage.OpinionOn(0, 0, 0)));
    }
}
