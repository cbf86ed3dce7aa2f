package io.pigw.overlay.sos;

import static io.pigw.overlay.sos.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlameTest {

    private static final NodeId SUBJECT = NodeId.of(1);
    private static final NodeId DESTINATION = NodeId.of(50);

    private final Blame blame = new Blame();

    @Test
    void theFirstLossCountsInFull() {
        assertThat(weight(1, 50, NOON)).isEqualTo(1);
    }

    @Test
    void askingForTheWeightIsNoLoss() {
        weight(1, 50, NOON);

        assertThat(weight(1, 50, NOON)).isEqualTo(1);
    }

    @Test
    void theSameLossAgainCountsATenth() {
        blame.note(SUBJECT, DESTINATION, NOON);

        assertThat(weight(1, 50, NOON)).isEqualTo(.1);
        assertThat(weight(1, 51, NOON)).as("for another destination").isEqualTo(1);
        assertThat(weight(2, 50, NOON)).as("of another subject").isEqualTo(1);
    }

    @Test
    void threeAreBlamedInFullAndTheNextEverLess() {
        for (int subject = 1; subject <= 3; subject++) {
            assertThat(weight(subject, 50, NOON)).isEqualTo(1);
            blame.note(NodeId.of(subject), DESTINATION, NOON);
        }

        assertThat(weight(4, 50, NOON)).isEqualTo(3 / 4.0);
        blame.note(NodeId.of(4), DESTINATION, NOON);
        assertThat(weight(5, 50, NOON)).isEqualTo(3 / 5.0);
    }

    @Test
    void aLossIsForgottenAfterTheHour() {
        blame.note(SUBJECT, DESTINATION, NOON);
        Instant end = NOON.plus(Blame.LASTS);

        assertThat(weight(1, 50, end.minusMillis(1))).isEqualTo(.1);
        assertThat(weight(1, 50, end)).isEqualTo(1);
    }

    @Test
    void theSameLossAgainDoesNotProlongTheHour() {
        blame.note(SUBJECT, DESTINATION, NOON);
        blame.note(SUBJECT, DESTINATION, NOON.plusSeconds(1_800));

        assertThat(weight(1, 50, NOON.plus(Blame.LASTS))).isEqualTo(1);
    }

    @Test
    void noMoreThanSixtyFourAreRememberedForADestination() {
        for (int subject = 1; subject <= 100; subject++) {
            blame.note(NodeId.of(subject), DESTINATION, NOON);
        }

        assertThat(weight(64, 50, NOON)).isEqualTo(.1);
        assertThat(weight(65, 50, NOON)).isEqualTo(3 / 65.0);
        assertThat(weight(1_000, 50, NOON)).isEqualTo(3 / 65.0);
    }

    @Test
    void destinationsThatWereNotAskedForMakeRoom() {
        // Given: one more than there is room for, and the first was asked for since
        int most = 16_384;
        for (int destination = 0; destination < most; destination++) {
            blame.note(SUBJECT, NodeId.of(destination), NOON);
        }
        weight(2, 0, NOON);

        // When
        blame.note(SUBJECT, NodeId.of(most), NOON);

        // Then
        assertThat(weight(1, 1, NOON)).as("forgotten").isEqualTo(1);
        assertThat(weight(1, 0, NOON)).isEqualTo(.1);
        assertThat(weight(1, most, NOON)).isEqualTo(.1);
    }

    private double weight(long subject, long destination, Instant now) {
        return blame.weight(NodeId.of(subject), NodeId.of(destination), Set.of(), now);
    }
}
