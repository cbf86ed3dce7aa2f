package io.pigw.overlay.sos;

import static io.pigw.overlay.sos.Samples.NOON;
import static io.pigw.overlay.sos.Samples.ballot;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.sos.Condemned.Grounds;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CondemnationTest {

    private static final NodeId BAD = NodeId.of(99);
    private static final long[] ONE = {1};
    private static final long[] TWO = {1, 2};
    private static final long[] THREE = {1, 2, 3};
    private static final Duration WINDOW = OpinionOptions.DEFAULTS.voteWindow();

    private final EvidenceBook book = new EvidenceBook(OpinionOptions.DEFAULTS);
    private final Condemnation condemnation = new Condemnation(book, CondemnationOptions.DEFAULTS);
    private Instant now = NOON;

    @Test
    void oneObserverAloneNeverCondemns() {
        lose(Vote.Sort.LOST, ONE, new long[] {10, 11, 12, 13}, 500);

        assertThat(book.opinionOn(BAD, now).disbelief()).isGreaterThan(.9);
        assertThat(condemnation.look(List.of(BAD), now)).isEmpty();
    }

    @Test
    void oneDestinationAloneNeverCondemns() {
        lose(Vote.Sort.LOST, new long[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, new long[] {10}, 100);

        assertThat(condemnation.look(List.of(BAD), now)).isEmpty();
    }

    @Test
    void twoObserversAreTooFew() {
        lose(Vote.Sort.LOST, TWO, from10(40), 20);
        assertThat(condemnation.look(List.of(BAD), now)).isEmpty();

        lose(Vote.Sort.LOST, new long[] {7}, new long[] {100}, 1);
        assertThat(condemnation.look(List.of(BAD), now)).hasSize(1);
    }

    @Test
    void twoDestinationsAreTooFew() {
        lose(Vote.Sort.LOST, THREE, new long[] {10, 11}, 400);

        assertThat(book.opinionOn(BAD, now).disbelief()).isGreaterThan(.9);
        assertThat(condemnation.look(List.of(BAD), now)).isEmpty();
    }

    @Test
    void whatIsLostAgainForTheSameDestinationsDoesNotSettleAnOpinion() {
        lose(Vote.Sort.LOST, THREE, new long[] {10, 11, 12}, 9);

        assertThat(book.opinionOn(BAD, now).uncertainty()).isGreaterThan(.2);
        assertThat(condemnation.look(List.of(BAD), now)).isEmpty();
    }

    @Test
    void threeOfEachDo() {
        // Given
        lose(Vote.Sort.LOST, THREE, from10(9), 3);

        // When
        List<Condemned> condemned = condemnation.look(List.of(BAD, NodeId.of(1)), now);

        // Then
        assertThat(condemned).singleElement().satisfies(found -> {
            assertThat(found.node()).isEqualTo(BAD);
            assertThat(found.grounds()).isEqualTo(Grounds.AUDITS);
            assertThat(found.observers()).isEqualTo(3);
            assertThat(found.destinations()).isEqualTo(9);
            assertThat(found.evidence().bad()).isBetween(8.9, 9.0);
            assertThat(found.opinion()).isEqualTo(book.opinionOn(BAD, now));
        });
    }

    @Test
    void observersWhoAreDistrustedThemselvesAreNone() {
        // Given: three conspirators pass pings to an honest node, and it looks as if it lost them; one honest node's
        // ping it did lose
        for (long conspirator : THREE) {
            for (int i = 0; i < 6; i++) {
                now = now.plus(WINDOW);
                take(ballot(Vote.Sort.LOST, 20 + i, conspirator, 30 + 10 * conspirator + i, now));
            }
        }
        lose(Vote.Sort.LOST, THREE, from10(27), 9);
        lose(Vote.Sort.LOST, new long[] {7}, LongStream.range(100, 112).toArray(), 12);
        assertThat(book.opinionOn(BAD, now).disbelief()).isGreaterThan(.5);

        // Then
        assertThat(condemnation.look(List.of(BAD), now)).isEmpty();

        // When: two honest nodes more observe the same
        lose(Vote.Sort.LOST, new long[] {8}, new long[] {200, 201, 202}, 3);
        lose(Vote.Sort.LOST, new long[] {9}, new long[] {210, 211, 212}, 3);

        // Then
        assertThat(condemnation.look(List.of(BAD), now))
                .singleElement()
                .satisfies(found -> assertThat(found.observers()).isEqualTo(3));
    }

    @Test
    void whatWasFoundBeforeStandsForTheRestOfItsTerm() {
        // Given
        for (long observer : THREE) {
            lose(
                    Vote.Sort.LOST,
                    new long[] {observer},
                    LongStream.range(10 * observer, 10 * observer + 4).toArray(),
                    4);
        }
        List<Sentence> found = condemnation.look(List.of(BAD), now).stream()
                .map(condemned -> new Sentence(condemned, now))
                .toList();
        Condemnation next = new Condemnation(new EvidenceBook(OpinionOptions.DEFAULTS), CondemnationOptions.DEFAULTS);

        // When
        next.restore(found);

        // Then
        Instant end = now.plus(CondemnationOptions.DEFAULTS.lasts());
        assertThat(next.isQuarantined(BAD, end.minusMillis(1))).isTrue();
        assertThat(next.inForce(end.minusMillis(1))).isEqualTo(found);
        assertThat(next.isQuarantined(BAD, end)).isFalse();
        assertThat(next.inForce(end)).isEmpty();
    }

    @Test
    void silenceAloneNeverCondemns() {
        lose(Vote.Sort.SILENT, THREE, new long[] {10, 11, 12}, 100);

        assertThat(condemnation.look(List.of(BAD), now)).isEmpty();
    }

    @Test
    void fewerOutcomesThanSettleAnOpinionDoNot() {
        lose(Vote.Sort.LOST, THREE, new long[] {10, 11, 12}, 1);

        assertThat(book.opinionOn(BAD, now).uncertainty()).isGreaterThan(.2);
        assertThat(condemnation.look(List.of(BAD), now)).isEmpty();
    }

    @Test
    void whoPassesMostOnIsNotCondemnedForItsLosses() {
        for (long observer : new long[] {1, 2, 3, 4}) {
            for (int i = 0; i < 8; i++) {
                now = now.plus(WINDOW);
                take(ballot(Vote.Sort.PASSED, observer, 99, 100 * observer + i, now));
            }
        }
        lose(Vote.Sort.LOST, THREE, from10(9), 3);

        assertThat(condemnation.look(List.of(BAD), now)).isEmpty();
    }

    @Test
    void contradictionsDoWhoeverObserved() {
        // Given: all by one observer, and losses that make the opinion settle
        lose(Vote.Sort.LOST, ONE, from10(6), 6);
        lose(Vote.Sort.CONTRADICTED, ONE, new long[] {10}, 2);
        assertThat(condemnation.look(List.of(BAD), now)).isEmpty();

        // When: more than the three that must be, for they age
        lose(Vote.Sort.CONTRADICTED, ONE, new long[] {10}, 2);

        // Then
        assertThat(condemnation.look(List.of(BAD), now))
                .singleElement()
                .satisfies(found -> assertThat(found.grounds()).isEqualTo(Grounds.CONTRADICTION));
    }

    @Test
    void aNodeIsToldOfOnceATerm() {
        // Given
        lose(Vote.Sort.LOST, THREE, from10(12), 4);
        assertThat(condemnation.look(List.of(BAD), now)).hasSize(1);

        // When
        lose(Vote.Sort.LOST, THREE, from10(12), 4);
        assertThat(condemnation.look(List.of(BAD), now)).isEmpty();
        now = now.plus(CondemnationOptions.DEFAULTS.lasts());
        lose(Vote.Sort.LOST, THREE, new long[] {10, 11, 12}, 1);

        // Then
        assertThat(condemnation.look(List.of(BAD), now)).hasSize(1);
    }

    @Test
    void aCondemnedNodeIsQuarantinedForItsTerm() {
        // Given
        lose(Vote.Sort.LOST, THREE, from10(12), 4);
        assertThat(condemnation.isQuarantined(BAD, now)).isFalse();

        // When
        condemnation.look(List.of(BAD), now);

        // Then
        Instant end = now.plus(CondemnationOptions.DEFAULTS.lasts());
        assertThat(condemnation.isQuarantined(BAD, now)).isTrue();
        assertThat(condemnation.isQuarantined(NodeId.of(1), now)).isFalse();
        assertThat(condemnation.isQuarantined(BAD, end.minusMillis(1))).isTrue();
        assertThat(condemnation.isQuarantined(BAD, end)).isFalse();
    }

    @Test
    void withoutQuarantineNobodyIsQuarantined() {
        // Given
        CondemnationOptions options = CondemnationOptions.DEFAULTS;
        Condemnation lenient = new Condemnation(
                book,
                new CondemnationOptions(
                        options.leastDisbelief(),
                        options.mostUncertainty(),
                        options.leastContradictions(),
                        options.leastOfOne(),
                        options.leastObservers(),
                        options.leastDestinations(),
                        false,
                        options.lasts()));
        lose(Vote.Sort.LOST, THREE, from10(12), 4);

        // When
        List<Condemned> condemned = lenient.look(List.of(BAD), now);

        // Then
        assertThat(condemned).hasSize(1);
        assertThat(lenient.isQuarantined(BAD, now)).isFalse();
    }

    private static long[] from10(int count) {
        return LongStream.range(10, 10 + count).toArray();
    }

    /** Each observer so many times, for the destinations in turn, a window apart. */
    private void lose(Vote.Sort sort, long[] observers, long[] destinations, int times) {
        for (int i = 0; i < times; i++) {
            now = now.plus(WINDOW);
            List<Ballot> ballots = new ArrayList<>();
            for (int j = 0; j < observers.length; j++) {
                ballots.add(ballot(
                        sort, observers[j], 99, destinations[(i * observers.length + j) % destinations.length], now));
            }
            take(ballots.toArray(Ballot[]::new));
        }
    }

    private void take(Ballot... ballots) {
        book.apply(book.plan(List.of(ballots), now));
    }
}
