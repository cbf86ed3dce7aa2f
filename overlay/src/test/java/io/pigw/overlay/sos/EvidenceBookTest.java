package io.pigw.overlay.sos;

import static io.pigw.overlay.sos.Samples.NOON;
import static io.pigw.overlay.sos.Samples.ballot;
import static io.pigw.overlay.sos.Samples.link;
import static io.pigw.overlay.sos.Samples.nodes;
import static io.pigw.overlay.sos.Samples.record;
import static io.pigw.overlay.sos.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Evidence;
import io.pigw.trust.Opinion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EvidenceBookTest {

    private final EvidenceBook book = new EvidenceBook(Samples.withLeastLinks());

    /** Of the vote before: each has one of its own, for the same again counts little. */
    private long destination = 5_000_000;

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(book.opinionsAt(NOON).of(NodeId.of(1), NodeId.of(2))).isEqualTo(Opinion.vacuous(.5));
        assertThat(book.opinionOn(NodeId.of(2), NOON)).isEqualTo(Opinion.vacuous(.5));
    }

    @Test
    void aPlanChangesNothingUntilItIsApplied() {
        Changes changes = plan(NOON, vote(9, link(1, 2), NOON));

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
        assertThat(plan(NOON, vote).isEmpty()).isTrue();
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
        assertThat(plan(later, old).isEmpty()).isTrue();
        assertThat(plan(NOON, old).isEmpty())
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
        assertThat(plan(last, vote).isEmpty()).isTrue();
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

        Changes changes = plan(NOON, vote(9, link(3, 2), NOON));

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
        for (int i = 0; i < Samples.LEAST_LINKS; i++) {
            votes.add(vote(9, link(1, 100 + i), NOON));
        }
        take(NOON, votes.toArray(Vote[]::new));
        take(NOON, vote(8, link(1, 100), NOON));

        take(NOON, vote(9, link(2, 3), NOON));

        assertThat(book.links()).isEqualTo(Samples.LEAST_LINKS);
        assertThat(belief(1, 100, NOON)).isPositive();
        assertThat(belief(1, 101, NOON)).isZero();
        assertThat(book.opinionOn(NodeId.of(101), NOON)).isEqualTo(Opinion.vacuous(.5));
    }

    @Test
    void whatWasRememberedCounts() {
        Vote vote = vote(9, link(1, 2), NOON);

        book.restore(new EvidenceStore.Remembered(List.of(record(link(1, 2), 6, 0, NOON)), List.of(vote)));

        assertThat(belief(1, 2, NOON)).isCloseTo(6 / 8.0, within(1e-9));
        assertThat(book.opinionOn(NodeId.of(2), NOON).belief()).isCloseTo(6 / 8.0, within(1e-9));
        assertThat(plan(NOON, vote).isEmpty()).isTrue();
    }

    @Test
    void eachSortCountsOnceInAWindow() {
        // Given
        Vote passed = vote(512, link(1, 2), NOON, Vote.Sort.PASSED);
        Vote lost = vote(512, link(1, 2), NOON, Vote.Sort.LOST);

        // When
        take(NOON, passed, lost, passed, lost);
        take(NOON, lost, passed);

        // Then
        assertThat(book.opinionsAt(NOON).of(NodeId.of(1), NodeId.of(2))).isEqualTo(new Evidence(1, 1).opinion(.5));
        assertThat(plan(NOON, passed, lost).isEmpty()).isTrue();
        take(NOON, vote(512, link(1, 2), NOON.plusSeconds(60), Vote.Sort.LOST));
        assertThat(book.opinionsAt(NOON).of(NodeId.of(1), NodeId.of(2))).isEqualTo(new Evidence(1, 2).opinion(.5));
    }

    @Test
    void whatAPeerTellsWeighsAsMuchAsIsExpectedOfIt() {
        // Given: of a newcomer one half is to be expected, of one with six good outcomes seven in eight
        remember(record(link(1, 8), 6, 0, NOON));

        // When
        take(NOON, vote(9, link(1, 2), NOON, Vote.Sort.TOLD), vote(8, link(1, 3), NOON, Vote.Sort.TOLD));

        // Then
        assertThat(told(2)).isCloseTo(.5, within(1e-9));
        assertThat(told(3)).isCloseTo(7 / 8.0, within(1e-9));
    }

    @Test
    void aDistrustedReportersWordWeighsNothing() {
        // Given
        remember(record(link(1, 9), 0, 6, NOON));

        // When
        take(NOON, vote(9, link(1, 2), NOON, Vote.Sort.TOLD));

        // Then
        assertThat(told(2)).isZero();
        assertThat(book.opinionOn(NodeId.of(2), NOON)).isEqualTo(Opinion.vacuous(.5));
    }

    @Test
    void aDistrustedReportersSightWouldCount() {
        // Given: the CSP is the operator's, whatever its links look like
        remember(record(link(1, 512), 0, 6, NOON));

        // When
        take(NOON, vote(512, link(1, 2), NOON, Vote.Sort.PASSED));

        // Then
        assertThat(belief(1, 2, NOON)).isCloseTo(1 / 3.0, within(1e-9));
    }

    @Test
    void theSameArrivalAgainCountsAQuarterWithinTheHour() {
        // When
        take(NOON, ballot(Vote.Sort.PASSED, 1, 2, 50, NOON), ballot(Vote.Sort.PASSED, 3, 2, 50, NOON));
        Instant last = NOON.plus(Repeats.LASTS).minusSeconds(60);
        take(last, ballot(Vote.Sort.PASSED, 4, 2, 50, last));
        Instant after = NOON.plus(Repeats.LASTS);
        take(after, ballot(Vote.Sort.PASSED, 5, 2, 50, after));

        // Then: whoever observed it
        assertThat(seen(3, 2, NOON).good()).isEqualTo(.25);
        assertThat(seen(4, 2, last).good()).isEqualTo(.25);
        assertThat(seen(5, 2, after).good()).isEqualTo(1);
    }

    @Test
    void anArrivalAtADistrustedDestinationCountsATenth() {
        // Given: 50 may be an accomplice of 2
        remember(record(link(1, 50), 0, 6, NOON));

        // When
        take(NOON, ballot(Vote.Sort.PASSED, 1, 2, 50, NOON));

        // Then
        assertThat(seen(1, 2, NOON)).isEqualTo(new Evidence(.1, 0));
    }

    @Test
    void theSameLossAgainCountsATenth() {
        take(NOON, ballot(Vote.Sort.LOST, 1, 2, 50, NOON));
        take(NOON, ballot(Vote.Sort.LOST, 3, 2, 50, NOON), ballot(Vote.Sort.LOST, 4, 2, 51, NOON));

        assertThat(seen(3, 2, NOON)).isEqualTo(new Evidence(0, .1));
        assertThat(seen(4, 2, NOON)).isEqualTo(new Evidence(0, 1));
    }

    @Test
    void aDestinationThatMakesMoreThanThreeLookBadIsBelievedEverLess() {
        for (int subject = 2; subject <= 7; subject++) {
            take(NOON, ballot(Vote.Sort.LOST, 1, subject, 50, NOON));
        }

        assertThat(seen(1, 4, NOON).bad()).isEqualTo(1);
        assertThat(seen(1, 5, NOON).bad()).isEqualTo(3 / 4.0);
        assertThat(seen(1, 7, NOON).bad()).isEqualTo(3 / 6.0);
    }

    @Test
    void whoReportsWhatItSawIsTheOperatorsAndNeverDistrusted() {
        // Given: a CSP on routes that lost pings, of which another CSP reports
        long csp = 777;
        for (long destination = 50; destination < 60; destination++) {
            take(NOON, ballot(Vote.Sort.LOST, 20 + destination, csp, destination, NOON));
        }
        assertThat(book.isDistrusted(NodeId.of(csp), NOON)).isTrue();

        // When
        take(NOON, vote(csp, link(5, 6), NOON, Vote.Sort.PASSED));

        // Then
        assertThat(book.isDistrusted(NodeId.of(csp), NOON)).isFalse();
        assertThat(book.opinionOn(NodeId.of(csp), NOON)).isEqualTo(Opinion.vacuous(.5));
    }

    @Test
    void lossesForOneDestinationAloneCountLittleAgainstTheNodeAndInFullOnTheLink() {
        // Given
        remember(
                new LinkRecord(link(1, 2), new Evidence(0, 2), 0, 2, 0, nodes(50), NOON),
                new LinkRecord(link(3, 2), new Evidence(0, 2), 0, 2, 0, nodes(50), NOON));
        assertThat(book.opinionOn(NodeId.of(2), NOON).disbelief()).isCloseTo(1.2 / 3.2, within(1e-9));
        assertThat(book.opinionsAt(NOON).of(NodeId.of(1), NodeId.of(2))).isEqualTo(new Evidence(0, 2).opinion(.5));

        // When: one for another
        take(NOON, ballot(Vote.Sort.LOST, 3, 2, 51, NOON));

        // Then
        assertThat(book.opinionOn(NodeId.of(2), NOON).disbelief()).isCloseTo(5 / 7.0, within(1e-9));
    }

    @Test
    void thePeersWordCountsForTheNodeOnlyAsFarAsCspsSawGood() {
        // Given
        take(NOON, vote(8, link(1, 2), NOON, Vote.Sort.TOLD), vote(9, link(1, 2), NOON, Vote.Sort.TOLD));
        assertThat(book.opinionOn(NodeId.of(2), NOON)).isEqualTo(Opinion.vacuous(.5));
        assertThat(book.opinionsAt(NOON).of(NodeId.of(1), NodeId.of(2))).isEqualTo(new Evidence(1, 0).opinion(.5));

        // When
        take(NOON, vote(512, link(1, 2), NOON));

        // Then
        assertThat(book.opinionOn(NodeId.of(2), NOON)).isEqualTo(new Evidence(2, 0).opinion(.5));
    }

    @Test
    void distrustedObserversAreLeftOutOfTheFusedOpinion() {
        // Given: 3 is bad, and vouches for its own or slanders others
        remember(record(link(1, 3), 0, 6, NOON), record(link(1, 2), 4, 0, NOON), record(link(3, 2), 0, 8, NOON));

        // When
        Opinion opinion = book.opinionOn(NodeId.of(2), NOON);
        Changes changes = plan(NOON, vote(512, link(3, 2), NOON, Vote.Sort.LOST));

        // Then
        assertThat(opinion).isEqualTo(new Evidence(4, 0).opinion(.5));
        assertThat(changes.opinions())
                .filteredOn(stored -> stored.node().equals(NodeId.of(2)))
                .singleElement()
                .satisfies(stored -> assertThat(stored.opinion()).isEqualTo(new Evidence(4, 0).opinion(.5)));
        assertThat(book.observationsOf(NodeId.of(2), NOON)).hasSize(2);
    }

    @Test
    void anObserverWhoTurnsBadIsLeftOutAtOnce() {
        // Given
        remember(record(link(3, 2), 4, 0, NOON), record(link(1, 3), 2, 0, NOON));
        assertThat(book.opinionOn(NodeId.of(2), NOON).belief()).isPositive();

        // When
        take(
                NOON,
                vote(512, link(1, 3), NOON, Vote.Sort.LOST),
                vote(512, link(1, 3), NOON, Vote.Sort.CONTRADICTED),
                vote(512, link(1, 3), NOON, Vote.Sort.SILENT));

        // Then
        assertThat(book.opinionOn(NodeId.of(2), NOON)).isEqualTo(Opinion.vacuous(.5));
    }

    @Test
    void anObserverIsTrustedAgainWhenTheBadHasAged() {
        // Given
        remember(record(link(3, 2), 4, 0, NOON), record(link(1, 3), 0, 2, NOON));
        assertThat(book.opinionOn(NodeId.of(2), NOON)).isEqualTo(Opinion.vacuous(.5));

        // When: one bad outcome of two is left, which is too few to judge by
        Instant later = NOON.plus(Duration.ofDays(2));

        // Then
        assertThat(book.opinionOn(NodeId.of(2), later)).isEqualTo(new Evidence(1, 0).opinion(.5));
    }

    @Test
    void whoIsSeenByDistrustedObserversAloneIsUnknown() {
        // Given
        remember(record(link(1, 3), 0, 6, NOON), record(link(3, 2), 8, 0, NOON));

        // Then
        assertThat(book.opinionOn(NodeId.of(2), NOON)).isEqualTo(Opinion.vacuous(.5));
    }

    @Test
    void nothingIsMissingWhereEverythingIsInMemory() {
        take(NOON, vote(9, link(1, 2), NOON));

        assertThat(book.missing(nodes(1, 2, 3))).isEmpty();
    }

    @Test
    void whatMadeRoomIsMissingUntilItIsReadBack() {
        // Given
        fill();
        LinkRecord stored = record(link(1, 100), 4, 0, NOON);

        // When
        assertThat(book.missing(nodes(100, 101, 55))).isEqualTo(Set.copyOf(nodes(100, 55, 1)));
        book.takeUp(nodes(100, 55), List.of(stored));

        // Then
        assertThat(book.missing(nodes(100, 101, 55))).as("the observer alone").isEqualTo(Set.copyOf(nodes(1)));
        assertThat(book.observationsOf(NodeId.of(100), NOON)).containsExactly(stored);
        book.takeUp(nodes(1), List.of());
        assertThat(book.missing(nodes(100, 101, 55))).isEmpty();
    }

    @Test
    void whatIsInMemoryIsNotReplacedByWhatWasStoredBefore() {
        // Given
        fill();
        LinkRecord newer = book.observationsOf(NodeId.of(101), NOON).getFirst();

        // When
        book.takeUp(nodes(101), List.of(record(link(1, 101), 0, 9, NOON), record(link(7, 101), 2, 0, NOON)));

        // Then
        assertThat(book.observationsOf(NodeId.of(101), NOON)).containsExactly(newer, record(link(7, 101), 2, 0, NOON));
    }

    @Test
    void memoryStaysBounded() {
        // Given
        fill();

        // When: of nodes that nothing is stored of there may be any number
        for (int i = 0; i < Samples.LEAST_LINKS; i++) {
            book.takeUp(nodes(1_000_000 + i), List.of());
        }
        book.makeRoom();

        // Then: they made room first
        assertThat(book.links()).isEqualTo(Samples.LEAST_LINKS);
        assertThat(book.missing(nodes(1_000_000))).isNotEmpty();
    }

    @Test
    void aNodeWithTooManyObserversKeepsTheLatest() {
        for (int i = 0; i <= EvidenceStore.MAX_OBSERVERS; i++) {
            Instant at = NOON.plusSeconds(i);
            take(at, vote(9, link(1_000 + i, 2), at));
        }

        assertThat(book.links()).isEqualTo(EvidenceStore.MAX_OBSERVERS);
        assertThat(belief(1_000, 2, NOON)).isZero();
        assertThat(belief(1_001, 2, NOON)).isPositive();
    }

    @Test
    void whereNotAllWasLoadedTheRestIsMissing() {
        // Given: as much as fits, so there may be more
        List<LinkRecord> links = new ArrayList<>();
        for (int i = 0; i < Samples.LEAST_LINKS; i++) {
            links.add(record(link(1, 100 + i), 1, 0, NOON));
        }

        // When
        book.restore(new EvidenceStore.Remembered(links, List.of()));

        // Then
        assertThat(belief(1, 100, NOON)).isPositive();
        assertThat(book.missing(nodes(100))).contains(NodeId.of(100));
    }

    /** As many links as there is room for, to nodes from 101 on, and one to 100 that made room. */
    private void fill() {
        take(NOON, vote(9, link(1, 100), NOON));
        Vote[] votes = new Vote[Samples.LEAST_LINKS];
        for (int i = 0; i < votes.length; i++) {
            votes[i] = vote(9, link(1, 101 + i), NOON);
        }
        take(NOON, votes);
    }

    private void remember(LinkRecord... links) {
        book.restore(new EvidenceStore.Remembered(List.of(links), List.of()));
    }

    private double told(long subject) {
        return book.observationsOf(NodeId.of(subject), NOON).getFirst().told();
    }

    private void take(Instant now, Vote... votes) {
        book.apply(plan(now, votes));
    }

    private Changes plan(Instant now, Vote... votes) {
        return plan(
                now, Stream.of(votes).map(vote -> ballot(vote, ++destination)).toArray(Ballot[]::new));
    }

    private void take(Instant now, Ballot... ballots) {
        book.apply(plan(now, ballots));
    }

    private Changes plan(Instant now, Ballot... ballots) {
        return book.plan(List.of(ballots), now);
    }

    private Evidence seen(long observer, long subject, Instant now) {
        return book.view(link(observer, subject), now).known().seen();
    }

    private double belief(long observer, long subject, Instant now) {
        return book.opinionsAt(now).of(NodeId.of(observer), NodeId.of(subject)).belief();
    }
}
