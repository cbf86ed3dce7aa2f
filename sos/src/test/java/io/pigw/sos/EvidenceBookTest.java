package io.pigw.sos;

import static io.pigw.sos.Samples.NOON;
import static io.pigw.sos.Samples.link;
import static io.pigw.sos.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Evidence;
import io.pigw.trust.Opinion;
import io.pigw.trust.PathOperator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceBookTest {

    private static final int LEAST_LINKS = 10_000;

    private final OpinionConfig config = new OpinionConfig(
            PathOperator.UNCERTAINTY_FAVOURING, .5, Duration.ofDays(1), Duration.ofMinutes(1), LEAST_LINKS);
    private final EvidenceBook book = new EvidenceBook(config);

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(book.opinionsAt(NOON).of(NodeId.of(1), NodeId.of(2))).isEqualTo(Opinion.vacuous(.5));
        assertThat(book.opinionOn(NodeId.of(2), NOON)).isEqualTo(Opinion.vacuous(.5));
    }

    @Test
    void aPlanChangesNothingUntilItIsApplied() {
        Changes changes = book.plan(List.of(vote(9, link(1, 2), NOON)), NOON);

        assertThat(book.links()).isZero();
        assertThat(book.votes()).isZero();
        book.apply(changes);
        assertThat(book.opinionsAt(NOON).of(NodeId.of(1), NodeId.of(2))).isEqualTo(new Evidence(1, 0).opinion(.5));
    }

    @Test
    void aReporterVotesOnceOnALinkInAWindow() {
        Vote vote = vote(9, link(1, 2), NOON);
        take(NOON, vote, vote);
        take(NOON, vote);

        assertThat(belief(1, 2, NOON)).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(book.plan(List.of(vote), NOON).isEmpty()).isTrue();
    }

    @Test
    void otherReportersLinksAndWindowsCount() {
        take(NOON, vote(9, link(1, 2), NOON), vote(8, link(1, 2), NOON), vote(9, link(1, 3), NOON));
        take(NOON, vote(9, link(1, 2), NOON.plusSeconds(60)));

        assertThat(belief(1, 2, NOON)).isCloseTo(3 / 5.0, within(1e-9));
        assertThat(belief(1, 3, NOON)).isCloseTo(1 / 3.0, within(1e-9));
    }

    @Test
    void aWindowFollowsFromWhatTheCspSigned() {
        assertThat(book.windowOf(NOON.plusMillis(59_999))).isEqualTo(NOON);
        assertThat(book.windowOf(NOON.plusMillis(60_000))).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void oldVotesAreDroppedAndDoNotCountAgain() {
        Vote old = vote(9, link(1, 2), NOON);
        take(NOON, old);
        Instant later = NOON.plus(EvidenceBook.TOLERANCE).plusSeconds(60);

        take(later, vote(9, link(1, 2), later));

        assertThat(book.votes()).isEqualTo(1);
        assertThat(book.plan(List.of(old), later).isEmpty()).isTrue();
        assertThat(book.plan(List.of(old), NOON).isEmpty())
                .as("not after the clock was set back either")
                .isTrue();
    }

    @Test
    void aVoteCountsAsLongAsItMayBeReplayed() {
        Vote vote = vote(9, link(1, 2), NOON);
        take(NOON, vote);
        Instant last = NOON.plus(EvidenceBook.TOLERANCE);

        take(last, vote(9, link(1, 2), last));

        assertThat(book.votes()).isEqualTo(2);
        assertThat(book.plan(List.of(vote), last).isEmpty()).isTrue();
    }

    @Test
    void evidenceAgesBetweenReports() {
        take(NOON, vote(9, link(1, 2), NOON));
        Instant dayAfter = NOON.plus(Duration.ofDays(1));

        assertThat(book.opinionsAt(dayAfter).of(NodeId.of(1), NodeId.of(2))).isEqualTo(new Evidence(.5, 0).opinion(.5));
        take(dayAfter, vote(9, link(1, 2), dayAfter));
        assertThat(book.opinionsAt(dayAfter).of(NodeId.of(1), NodeId.of(2)))
                .isEqualTo(new Evidence(1.5, 0).opinion(.5));
    }

    @Test
    void allObserversOfANodeAreFusedAtEachReport() {
        take(NOON, vote(9, link(1, 2), NOON), vote(8, link(1, 2), NOON));

        Changes changes = book.plan(List.of(vote(9, link(3, 2), NOON)), NOON);

        assertThat(changes.opinions()).singleElement().satisfies(opinion -> {
            assertThat(opinion.node()).isEqualTo(NodeId.of(2));
            assertThat(opinion.opinion().belief()).isCloseTo(3 / 5.0, within(1e-9));
            assertThat(opinion.at()).isEqualTo(NOON);
        });
        book.apply(changes);
        assertThat(book.opinionOn(NodeId.of(2), NOON))
                .isEqualTo(changes.opinions().getFirst().opinion());
    }

    @Test
    void theLongestUnchangedLinksMakeRoom() {
        List<Vote> votes = new ArrayList<>();
        for (int i = 0; i < LEAST_LINKS; i++) {
            votes.add(vote(9, link(1, 100 + i), NOON));
        }
        take(NOON, votes.toArray(Vote[]::new));
        take(NOON, vote(8, link(1, 100), NOON));

        Changes changes = book.plan(List.of(vote(9, link(2, 3), NOON)), NOON);
        book.apply(changes);

        assertThat(book.links()).isEqualTo(LEAST_LINKS);
        assertThat(changes.forgotten()).containsExactly(link(1, 101));
        assertThat(changes.unknown()).containsExactly(NodeId.of(101));
        assertThat(belief(1, 100, NOON)).isPositive();
        assertThat(belief(1, 101, NOON)).isZero();
        assertThat(book.opinionOn(NodeId.of(101), NOON)).isEqualTo(Opinion.vacuous(.5));
    }

    @Test
    void whatWasRememberedCounts() {
        Vote vote = vote(9, link(1, 2), NOON);

        book.restore(new EvidenceStore.Remembered(
                List.of(new LinkRecord(link(1, 2), new Evidence(6, 0), NOON)), List.of(vote)));

        assertThat(belief(1, 2, NOON)).isCloseTo(6 / 8.0, within(1e-9));
        assertThat(book.opinionOn(NodeId.of(2), NOON).belief()).isCloseTo(6 / 8.0, within(1e-9));
        assertThat(book.plan(List.of(vote), NOON).isEmpty()).isTrue();
    }

    private void take(Instant now, Vote... votes) {
        book.apply(book.plan(List.of(votes), now));
    }

    private double belief(long observer, long subject, Instant now) {
        return book.opinionsAt(now).of(NodeId.of(observer), NodeId.of(subject)).belief();
    }
}
