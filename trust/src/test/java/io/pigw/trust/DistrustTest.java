package io.pigw.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistrustTest {

    @Test
    void aNewcomerIsNotDistrusted() {
        assertThat(Distrust.is(Opinion.vacuous(.5))).isFalse();
        assertThat(Distrust.is(Opinion.vacuous(0))).as("whatever the base rate").isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, false", // one loss is no pattern
        "0, 2, true",
        "0, 100, true",
        "8, 0, false",
        "2, 1, false", // one in three
        "1, 1, true", // as little as may be known
        "8, 4, false", // one in three
        "8, 5, true", // .385
        "100, 53, false", // .346
        "100, 54, true", // .351
    })
    void enoughMustBeKnownAndBad(double good, double bad, boolean distrusted) {
        assertThat(Distrust.is(new Evidence(good, bad).opinion(.5))).isEqualTo(distrusted);
    }

    @Test
    void theLimitsAreExact() {
        assertThat(Distrust.is(new Opinion(.3, .2, .5, .5)))
                .as("as much doubt as may be")
                .isTrue();
        assertThat(Distrust.is(new Opinion(.29, .2, .51, .5))).as("more doubt").isFalse();
        assertThat(Distrust.is(new Opinion(.65, .35, 0, .5)))
                .as("as much as may speak against it")
                .isFalse();
        assertThat(Distrust.is(new Opinion(.64, .36, 0, .5))).isTrue();
    }

    @Test
    void whoIsWhollyDistrustedIsDistrusted() {
        assertThat(Distrust.is(new Opinion(0, 1, 0, 0))).isTrue();
    }
}
