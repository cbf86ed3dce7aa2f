package io.pigw.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MediansTest {

    @Test
    void oneDisturbedRoundDoesNotMoveIt() {
        assertThat(Medians.of(List.of(10.0, 900.0, 12.0))).isEqualTo(12);
    }

    @Test
    void ofAnEvenNumberItIsTheMeanOfTheMiddleTwo() {
        assertThat(Medians.of(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3);
    }

    @Test
    void thereIsNoneOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Medians.of(List.of()));
    }
}
