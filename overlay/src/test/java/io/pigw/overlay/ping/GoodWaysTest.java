package io.pigw.overlay.ping;

import static io.pigw.overlay.ping.Samples.contacts;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.opinion.FakeNode;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoodWaysTest {

    private static final NodeId DESTINATION = NodeId.of(Samples.DESTINATION);
    private static final Instant NOW = FakeNode.NOON;
    private static final List<NodeContact> BY_550 = contacts(550, 560, 570);
    private static final List<NodeContact> BY_560 = contacts(560, 550, 570);

    private final GoodWays ways = new GoodWays();

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 2", "3, 2", "4, 1", "5, 1", "100, 1"})
    void theMoreArrivedByAFirstHopTheFewerCopiesAreSent(int arrivals, int copiesOfThree) {
        // When
        arrived(arrivals, 550);

        // Then
        assertThat(3 - spared(BY_550)).isEqualTo(copiesOfThree);
    }

    @Test
    void noneIsSparedForAnotherDestinationOrByAnotherFirstHop() {
        // When
        arrived(4, 550);

        // Then
        assertThat(ways.spared(NodeId.of(700), BY_550, NOW)).isZero();
        assertThat(spared(BY_560)).isZero();
        assertThat(spared(List.of())).isZero();
    }

    @Test
    void aWayIsGoodForTenMinutesAfterTheLastArrival() {
        // Given
        arrived(3, 550);
        Instant later = NOW.plus(Duration.ofMinutes(9));

        // When
        ways.arrived(DESTINATION, NodeId.of(550), later);

        // Then
        Instant end = later.plus(Duration.ofMinutes(10));
        assertThat(ways.spared(DESTINATION, BY_550, end.minusMillis(1))).isEqualTo(2);
        assertThat(ways.spared(DESTINATION, BY_550, end)).isZero();
        assertThat(ways.first(DESTINATION, BY_560, end)).isEqualTo(BY_560);
    }

    @Test
    void aLossByItsFirstHopEndsAWay() {
        // Given
        arrived(4, 550);

        // When
        ways.lost(DESTINATION, NodeId.of(550));

        // Then
        assertThat(spared(BY_550)).isZero();
        assertThat(ways.first(DESTINATION, BY_560, NOW)).isEqualTo(BY_560);
        arrived(1, 550);
        assertThat(spared(BY_550)).as("begins anew").isEqualTo(1);
    }

    @Test
    void aLossByAnotherFirstHopDoesNot() {
        // Given
        arrived(4, 550);

        // When
        ways.lost(DESTINATION, NodeId.of(560));
        ways.lost(NodeId.of(700), NodeId.of(550));

        // Then
        assertThat(spared(BY_550)).isEqualTo(2);
    }

    @Test
    void aWayIsForgottenWhenPingsDoNotArriveAsTheyDid() {
        // Given
        arrived(4, 550);

        // When
        ways.forget(DESTINATION);

        // Then
        assertThat(spared(BY_550)).isZero();
    }

    @Test
    void anArrivalByAnotherFirstHopBeginsAnew() {
        // Given
        arrived(4, 550);

        // When
        arrived(1, 560);

        // Then
        assertThat(spared(BY_560)).isEqualTo(1);
        assertThat(spared(BY_550)).isZero();
        arrived(1, 550);
        assertThat(spared(BY_550)).isEqualTo(1);
    }

    @Test
    void theFirstHopOfAGoodWayComesFirstAndTheOthersKeepTheirOrder() {
        // When
        arrived(1, 570);

        // Then
        assertThat(ways.first(DESTINATION, BY_550, NOW)).isEqualTo(contacts(570, 550, 560));
    }

    @Test
    void nobodyIsAddedToTheFirstHops() {
        // When
        arrived(4, 580);

        // Then
        assertThat(ways.first(DESTINATION, BY_550, NOW)).isEqualTo(BY_550);
    }

    @Test
    void thatOfTheDestinationNotSeenForLongestIsForgottenFirst() {
        // Given
        arrived(1, 550);
        ways.arrived(NodeId.of(10_000), NodeId.of(550), NOW);
        arrived(1, 550);

        // When
        for (int i = 1; i < GoodWays.MAX_WAYS; i++) {
            ways.arrived(NodeId.of(10_000 + i), NodeId.of(550), NOW);
        }

        // Then
        assertThat(ways.spared(NodeId.of(10_000), BY_550, NOW)).isZero();
        assertThat(spared(BY_550)).isEqualTo(1);
    }

    private void arrived(int times, long firstHop) {
        for (int i = 0; i < times; i++) {
            ways.arrived(DESTINATION, NodeId.of(firstHop), NOW);
        }
    }

    private int spared(List<NodeContact> firstHops) {
        return ways.spared(DESTINATION, firstHops, NOW);
    }
}
