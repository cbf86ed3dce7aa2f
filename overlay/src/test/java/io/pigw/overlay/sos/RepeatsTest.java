package io.pigw.overlay.sos;

import static io.pigw.overlay.sos.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    private final Repeats repeats = new Repeats();

    @Test
    void theFirstCountsInFullAndTheSameAgainAQuarter() {
        assertThat(weigh(1, 50, NOON)).isEqualTo(1);
        assertThat(weigh(1, 50, NOON)).isEqualTo(.25);
        assertThat(weigh(1, 50, NOON)).as("however often").isEqualTo(.25);
    }

    @Test
    void otherSubjectsAndDestinationsCountInFull() {
        weigh(1, 50, NOON);

        assertThat(weigh(2, 50, NOON)).isEqualTo(1);
        assertThat(weigh(1, 51, NOON)).isEqualTo(1);
        assertThat(weigh(50, 1, NOON)).as("the other way round").isEqualTo(1);
    }

    @Test
    void oneIsForgottenAfterTheHourWhateverWasRepeatedWithin() {
        weigh(1, 50, NOON);
        Instant end = NOON.plus(Repeats.LASTS);

        assertThat(weigh(1, 50, end.minusMillis(1))).isEqualTo(.25);
        assertThat(weigh(1, 50, end)).isEqualTo(1);
        assertThat(weigh(1, 50, end)).as("from then on again").isEqualTo(.25);
    }

    @Test
    void theEldestMakesRoom() {
        // Given: as many as there is room for, the first of them noted anew
        int most = 131_072;
        for (int destination = 0; destination < most; destination++) {
            weigh(1, destination, NOON);
        }
        Instant later = NOON.plus(Repeats.LASTS);
        weigh(1, 0, later);

        // When
        weigh(1, most, later);

        // Then
        assertThat(weigh(1, 0, later)).isEqualTo(.25);
        assertThat(weigh(1, 2, NOON)).isEqualTo(.25);
        assertThat(weigh(1, 1, NOON)).as("forgotten").isEqualTo(1);
    }

    private double weigh(long subject, long destination, Instant now) {
        double weight = repeats.weight(NodeId.of(subject), NodeId.of(destination), now);
        repeats.note(NodeId.of(subject), NodeId.of(destination), now);
        return weight;
    }
}
