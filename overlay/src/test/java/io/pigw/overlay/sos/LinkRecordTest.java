package io.pigw.overlay.sos;

import static io.pigw.overlay.sos.Samples.NOON;
import static io.pigw.overlay.sos.Samples.ballot;
import static io.pigw.overlay.sos.Samples.link;
import static io.pigw.overlay.sos.Samples.nodes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Ageing;
import io.pigw.trust.Evidence;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkRecordTest {

    private static final double MAX_GOOD = 8;

    private final LinkRecord none = LinkRecord.none(link(1, 2), NOON);

    @Test
    void whatPeersTellMakesUpForOneOutcomeWhereCspsSawNone() {
        // When
        LinkRecord record = after(none, Vote.Sort.TOLD, 5);

        // Then
        assertThat(record.told()).isEqualTo(5);
        assertThat(record.evidence()).isEqualTo(new Evidence(1, 0));
    }

    @Test
    void whatPeersTellAtMostDoublesWhatCspsSaw() {
        // When
        LinkRecord record = after(after(none, Vote.Sort.TOLD, 8), Vote.Sort.PASSED, 3);

        // Then: 3 seen, 3 + 1 told
        assertThat(record.evidence()).isEqualTo(new Evidence(7, 0));
    }

    @Test
    void whatPeersTellDoesNotHideLosses() {
        // When
        LinkRecord record = after(after(none, Vote.Sort.LOST, 6), Vote.Sort.TOLD, 100);

        // Then
        assertThat(record.evidence()).isEqualTo(new Evidence(1, 6));
    }

    @Test
    void towardsTheNodeWhatPeersTellAtMostDoublesWhatCspsSaw() {
        // Given
        LinkRecord told = after(none, Vote.Sort.TOLD, 8);

        // Then
        assertThat(told.evidenceOfPassing(1)).isEqualTo(Evidence.NONE);
        assertThat(after(told, Vote.Sort.PASSED, 3).evidenceOfPassing(1)).isEqualTo(new Evidence(6, 0));
    }

    @Test
    void towardsTheNodeLossesCountInPartAndContradictionsInFull() {
        // When
        LinkRecord record = after(after(none, Vote.Sort.LOST, 4), Vote.Sort.CONTRADICTED, 2);

        // Then
        assertThat(record.evidenceOfPassing(.25)).isEqualTo(new Evidence(0, 3));
        assertThat(record.evidence()).isEqualTo(new Evidence(0, 6));
    }

    @Test
    void aLossIsWeighed() {
        LinkRecord record = none.with(lost(Vote.Sort.LOST, 10), .25, MAX_GOOD);

        assertThat(record.seen()).isEqualTo(new Evidence(0, .25));
        assertThat(record.lostFor()).isEqualTo(nodes(10));
    }

    @Test
    void whatPeersTellIsWeighed() {
        LinkRecord record = none.with(told(), .25, MAX_GOOD).with(told(), 0, MAX_GOOD);

        assertThat(record.told()).isEqualTo(.25);
    }

    @Test
    void goodOutcomesAreSavedUpToALimitAndBadOnesAreNot() {
        // When
        LinkRecord record = after(after(after(none, Vote.Sort.PASSED, 20), Vote.Sort.TOLD, 20), Vote.Sort.LOST, 20);

        // Then
        assertThat(record.seen()).isEqualTo(new Evidence(MAX_GOOD, 20));
        assertThat(record.told()).isEqualTo(MAX_GOOD);
    }

    @Test
    void destinationsOfLostPingsAreRememberedOnceEachTheLatestOfThem() {
        // When
        LinkRecord record = none;
        for (long destination : new long[] {10, 11, 12, 10, 13, 14}) {
            record = record.with(lost(Vote.Sort.LOST, destination), 1, MAX_GOOD);
        }

        // Then
        assertThat(record.lostFor()).isEqualTo(nodes(12, 10, 13, 14));
        assertThat(record.seen().bad()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource(
            value = Vote.Sort.class,
            names = {"LOST", "SILENT", "CONTRADICTED"})
    void whatIsProvenCountsAndSilenceLittle(Vote.Sort sort) {
        // When
        LinkRecord record = none.with(lost(sort, 10), 1, MAX_GOOD);

        // Then
        assertThat(record.evidence()).isEqualTo(new Evidence(0, sort == Vote.Sort.SILENT ? LinkRecord.SILENCE : 1));
        assertThat(record.lost()).isEqualTo(sort == Vote.Sort.LOST ? 1 : 0);
        assertThat(record.proven()).isEqualTo(sort == Vote.Sort.SILENT ? 0 : 1);
        assertThat(record.contradicted()).isEqualTo(sort == Vote.Sort.CONTRADICTED ? 1 : 0);
        assertThat(record.lostFor()).isEqualTo(sort == Vote.Sort.SILENT ? List.<NodeId>of() : nodes(10));
    }

    @Test
    void allOfItAgesTheBadAtHalfThePace() {
        // Given
        LinkRecord record = new LinkRecord(link(1, 2), new Evidence(4, 4), 2, 1, 2, nodes(10), NOON);

        // When
        LinkRecord aged = record.at(NOON.plus(Duration.ofDays(2)), new Ageing(Duration.ofDays(1)));

        // Then
        assertThat(aged.seen().good()).isCloseTo(1, within(1e-9));
        assertThat(aged.seen().bad()).isCloseTo(2, within(1e-9));
        assertThat(aged.told()).isCloseTo(.5, within(1e-9));
        assertThat(aged.lost()).isCloseTo(.5, within(1e-9));
        assertThat(aged.contradicted()).isCloseTo(1, within(1e-9));
        assertThat(aged.lostFor()).isEqualTo(nodes(10));
        assertThat(aged.weighedAt()).isEqualTo(NOON.plus(Duration.ofDays(2)));
    }

    @Test
    void destinationsAreForgottenWithTheLosses() {
        // Given
        Ageing ageing = new Ageing(Duration.ofDays(1));
        LinkRecord record = none.with(lost(Vote.Sort.LOST, 10), 1, MAX_GOOD);

        // When much time goes by, and nothing but silence comes
        LinkRecord later = record.at(NOON.plus(Duration.ofDays(10)), ageing).with(lost(Vote.Sort.SILENT, 11), 1, 8);

        // Then
        assertThat(record.at(NOON.plus(Duration.ofDays(8)), ageing).lostFor()).isEqualTo(nodes(10));
        assertThat(later.lostFor()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Vote.Sort.class,
            names = {"LOST", "SILENT", "CONTRADICTED"})
    void aBadOutcomeMoreNeverSpeaksForANode(Vote.Sort sort) {
        LinkRecord silent = none;
        for (int i = 0; i < 4; i++) {
            silent = silent.with(lost(Vote.Sort.SILENT, 10), 1, MAX_GOOD);
        }

        LinkRecord more = silent.with(lost(sort, 10), 1, MAX_GOOD);

        assertThat(more.evidenceOfPassing(.3).bad())
                .isGreaterThan(silent.evidenceOfPassing(1).bad());
    }

    @Test
    void moreDestinationsThanAreRememberedAreRefused() {
        List<NodeId> five = nodes(1, 2, 3, 4, 5);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinkRecord(link(1, 2), Evidence.NONE, 0, 0, 0, five, NOON));
    }

    private static LinkRecord after(LinkRecord record, Vote.Sort sort, int times) {
        LinkRecord next = record;
        for (int i = 0; i < times; i++) {
            next = next.with(lost(sort, 10), 1, MAX_GOOD);
        }
        return next;
    }

    private static Ballot told() {
        return lost(Vote.Sort.TOLD, 2);
    }

    private static Ballot lost(Vote.Sort sort, long destination) {
        return ballot(sort, 1, 2, destination, NOON);
    }
}
