package io.pigw.overlay.opinion;

import static io.pigw.overlay.opinion.FakeNode.contact;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.LinkOutcome.Kind;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.TrustMessage.OutcomeReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeReportsTest {

    private final FakeNode node = new FakeNode(Role.CSP, 512);
    private final OutcomeReports reports =
            new OutcomeReports(new OpinionServers(List.of(contact(1)), node.ports()), node.ports());

    @Test
    void whatIsSeenWithinAWhileIsReportedTogether() {
        // Given
        LinkOutcome first = outcome(Kind.PASSED, 550);
        LinkOutcome second = outcome(Kind.LOST, 551);

        // When
        reports.saw(first);
        assertThat(node.sent).isEmpty();
        reports.saw(second);
        node.advance(OutcomeReports.DELAY);

        // Then
        assertThat(reported(node.take())).containsExactly(first, second);
        assertThat(node.sent).isEmpty();
    }

    @Test
    void ofALinkTheSameIsSaidOnceAMinute() {
        // Given
        reports.saw(outcome(Kind.PASSED, 550));
        deliver();

        // When
        reports.saw(outcome(Kind.PASSED, 550));
        node.advance(RecentLinks.WINDOW.minus(OutcomeReports.DELAY).minusMillis(1));
        reports.saw(outcome(Kind.PASSED, 550));
        node.advance(OutcomeReports.DELAY);

        // Then
        assertThat(node.sent).isEmpty();
        reports.saw(outcome(Kind.PASSED, 550));
        node.advance(OutcomeReports.DELAY);
        assertThat(node.sent).hasSize(1);
    }

    @Test
    void whatNobodyTookComesAgain() {
        // Given
        LinkOutcome lost = outcome(Kind.LOST, 550);
        reports.saw(lost);
        node.advance(OutcomeReports.SOON);

        // When the server has no room
        FakeNode.Sent first = node.take();
        first.answer(Status.SERVICE_UNAVAILABLE);
        node.advance(OutcomeReports.DELAY);

        // Then, and when it does not answer
        FakeNode.Sent second = node.take();
        assertThat(reported(second)).containsExactly(lost);
        second.timeOut();
        node.advance(OutcomeReports.WORTH);
        assertThat(reported(node.take())).containsExactly(lost);
    }

    @Test
    void aServerWithoutRoomIsLeftAloneForAWhile() {
        // Given: a full report, and more
        for (int i = 0; i < 2 * TrustMessage.MAX_OUTCOMES; i++) {
            reports.saw(outcome(Kind.LOST, 2_000 + i));
        }

        for (int round = 0; round < 3; round++) {
            // When
            node.take().answer(Status.SERVICE_UNAVAILABLE);

            // Then
            node.advance(Batch.REST.minusMillis(1));
            assertThat(node.sent).isEmpty();
            node.advance(Duration.ofMillis(1));
            assertThat(node.sent).hasSize(1);
        }
    }

    @Test
    void whatIsTooOldDoesNotComeAgain() {
        // Given
        reports.saw(outcome(Kind.LOST, 550));
        node.advance(OutcomeReports.SOON);
        FakeNode.Sent sent = node.take();

        // When
        node.advance(OutcomeReports.WORTH);
        sent.timeOut();
        node.advance(OutcomeReports.DELAY);

        // Then
        assertThat(node.sent).isEmpty();
    }

    @Test
    void eachKindIsSaid() {
        reports.saw(outcome(Kind.PASSED, 550));
        reports.saw(outcome(Kind.SILENT, 550));
        reports.saw(outcome(Kind.LOST, 550));
        reports.saw(outcome(Kind.LOST, 550));
        node.advance(OutcomeReports.DELAY);

        assertThat(reported(node.take()))
                .extracting(LinkOutcome::kind)
                .containsExactly(Kind.PASSED, Kind.SILENT, Kind.LOST);
    }

    @Test
    void aFullReportGoesAtOnceAndTheRestWhenItIsThere() {
        // When
        for (int i = 0; i < TrustMessage.MAX_OUTCOMES + 1; i++) {
            reports.saw(outcome(Kind.PASSED, 600 + i));
        }

        // Then
        FakeNode.Sent first = node.take();
        assertThat(reported(first)).hasSize(TrustMessage.MAX_OUTCOMES);
        node.advance(OutcomeReports.DELAY);
        assertThat(node.sent).as("one report at a time").isEmpty();
        first.answer(Status.OK);
        node.advance(OutcomeReports.DELAY);
        assertThat(reported(node.take())).hasSize(1);
    }

    @Test
    void whatDoesNotFitIsDroppedAndMayBeSaidLater() {
        // Given: a report that is not answered
        int all = TrustMessage.MAX_OUTCOMES + OutcomeReports.MAX_WAITING;
        for (int i = 0; i < all; i++) {
            reports.saw(outcome(Kind.PASSED, 2_000 + i));
        }
        reports.saw(outcome(Kind.LOST, 550));

        // When
        node.take().timeOut();
        node.advance(Batch.REST);
        int waiting = 0;
        while (!node.sent.isEmpty()) {
            FakeNode.Sent next = node.take();
            waiting += reported(next).size();
            next.answer(Status.OK);
            node.advance(OutcomeReports.DELAY);
        }

        // Then
        assertThat(waiting).isEqualTo(OutcomeReports.MAX_WAITING);
        reports.saw(outcome(Kind.LOST, 550));
        node.advance(OutcomeReports.DELAY);
        assertThat(reported(node.take()))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(Kind.LOST));
    }

    private void deliver() {
        node.advance(OutcomeReports.DELAY);
        node.take().answer(Status.OK);
    }

    private static List<LinkOutcome> reported(FakeNode.Sent sent) {
        return ((OutcomeReport) sent.request()).outcomes();
    }

    private LinkOutcome outcome(Kind kind, long subject) {
        return new LinkOutcome(kind, NodeId.of(512), NodeId.of(subject), NodeId.of(586), node.now);
    }
}
