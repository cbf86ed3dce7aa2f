package io.pigw.overlay.opinion;

import static io.pigw.overlay.opinion.FakeNode.contact;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.TrustMessage.NodeOpinionAnswer;
import io.pigw.p2psip.message.TrustMessage.NodeOpinionRequest;
import io.pigw.p2psip.message.TrustMessage.OpinionOn;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KnownOpinionsTest {

    private static final OpinionOn VACUOUS = new OpinionOn(0, 0, 500_000);
    private static final OpinionOn GOOD = new OpinionOn(800_000, 0, 500_000);
    private static final OpinionOn BAD = new OpinionOn(0, 800_000, 500_000);
    private static final Duration A_MOMENT = Duration.ofMillis(20);

    private final FakeNode node = new FakeNode(Role.PEER, 586);
    private final KnownOpinions opinions =
            new KnownOpinions(new OpinionServers(List.of(contact(1)), node.ports()), node.ports());

    @Test
    void theUnknownAreNotDistrustedAndAreAskedAboutTogether() {
        // When
        Set<NodeId> distrusted = opinions.distrusted(nodes(10, 11));
        opinions.distrusted(nodes(11, 12));
        node.advance(A_MOMENT);

        // Then
        assertThat(distrusted).isEmpty();
        assertThat(asked(node.take())).isEqualTo(nodes(10, 11, 12));
        assertThat(node.sent).isEmpty();
    }

    @Test
    void theAnswerCounts() {
        // When
        know(nodes(10, 11, 12), VACUOUS, BAD, GOOD);

        // Then
        assertThat(opinions.distrusted(nodes(10, 11, 12))).containsExactly(NodeId.of(11));
    }

    @Test
    void whoIsKnownIsNotAskedAboutAgainWhileThatIsFresh() {
        // Given: nodes that are needed while the answer is under way
        opinions.distrusted(nodes(10));
        node.advance(A_MOMENT);
        opinions.distrusted(nodes(10));
        node.take().answer(transaction -> new NodeOpinionAnswer(transaction, List.of(BAD)));

        // When
        opinions.distrusted(nodes(10));
        node.advance(KnownOpinions.FRESH.minusMillis(1));
        opinions.distrusted(nodes(10));
        node.advance(Duration.ZERO);

        // Then
        assertThat(node.sent).isEmpty();
    }

    @Test
    void anOldOpinionCountsWhileItIsAskedForAnew() {
        // Given
        know(nodes(10), BAD);
        node.advance(KnownOpinions.FRESH);

        // When
        Set<NodeId> distrusted = opinions.distrusted(nodes(10));
        node.advance(A_MOMENT);
        node.take().answer(transaction -> new NodeOpinionAnswer(transaction, List.of(GOOD)));

        // Then
        assertThat(distrusted).containsExactly(NodeId.of(10));
        assertThat(opinions.distrusted(nodes(10))).isEmpty();
    }

    @Test
    void anOpinionThatIsTooOldCountsNoMore() {
        know(nodes(10), BAD);

        node.advance(KnownOpinions.LASTS.minusSeconds(1));
        assertThat(opinions.distrusted(nodes(10))).isNotEmpty();
        node.advance(Duration.ofSeconds(1));
        assertThat(opinions.distrusted(nodes(10))).isEmpty();
    }

    @Test
    void withoutAServerNobodyIsAskedForAWhile() {
        // Given
        opinions.distrusted(nodes(10));
        node.advance(A_MOMENT);
        node.take().timeOut();

        // When
        opinions.distrusted(nodes(10));
        node.advance(Duration.ofSeconds(9));
        opinions.distrusted(nodes(10, 11));
        node.advance(A_MOMENT);

        // Then
        assertThat(node.sent).isEmpty();
        node.advance(Duration.ofSeconds(1));
        opinions.distrusted(nodes(10, 11));
        node.advance(A_MOMENT);
        assertThat(asked(node.take())).isEqualTo(nodes(10, 11));
    }

    @Test
    void whatIsNoAnswerIsTakenForSilence() {
        // Given
        opinions.distrusted(nodes(10, 11));
        node.advance(A_MOMENT);
        node.take().answer(transaction -> new NodeOpinionAnswer(transaction, List.of(BAD)));
        assertThat(opinions.distrusted(nodes(10, 11))).as("one for two").isEmpty();
        node.advance(Duration.ofSeconds(10));

        // When
        opinions.distrusted(nodes(10, 11));
        node.advance(A_MOMENT);
        node.take().answer(Status.FORBIDDEN);

        // Then
        assertThat(opinions.distrusted(nodes(10, 11))).isEmpty();
        node.advance(A_MOMENT);
        assertThat(node.sent).isEmpty();
    }

    @Test
    void moreThanFitOneQuestionAreAskedAboutOneQuestionAfterTheOther() {
        // Given
        long[] many = LongStream.range(0, TrustMessage.MAX_NODES + 1).toArray();

        // When
        opinions.distrusted(nodes(many));
        node.advance(A_MOMENT);
        FakeNode.Sent first = node.take();
        first.answer(transaction -> new NodeOpinionAnswer(
                transaction, asked(first).stream().map(_ -> GOOD).toList()));
        opinions.distrusted(nodes(many));
        node.advance(A_MOMENT);

        // Then
        assertThat(asked(first)).hasSize(TrustMessage.MAX_NODES);
        assertThat(asked(node.take())).isEqualTo(nodes(TrustMessage.MAX_NODES));
    }

    private void know(List<NodeId> nodes, OpinionOn... answers) {
        opinions.distrusted(nodes);
        node.advance(A_MOMENT);
        node.take().answer(transaction -> new NodeOpinionAnswer(transaction, List.of(answers)));
    }

    private static List<NodeId> asked(FakeNode.Sent sent) {
        return ((NodeOpinionRequest) sent.request()).nodes();
    }

    private static List<NodeId> nodes(long... ids) {
        return LongStream.of(ids).mapToObj(NodeId::of).toList();
    }
}
