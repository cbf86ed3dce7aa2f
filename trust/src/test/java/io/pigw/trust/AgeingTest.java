package io.pigw.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AgeingTest {

    private static final Ageing DAILY = new Ageing(Duration.ofDays(1));

    @Test
    void goodOutcomesHalveInAHalfLifeBadOnesInTwo() {
        Evidence aged = DAILY.age(new Evidence(8, 8), Duration.ofDays(2));

        assertThat(aged.good()).isCloseTo(2, within(1e-9));
        assertThat(aged.bad()).isCloseTo(4, within(1e-9));
    }

    @Test
    void ageingInTwoStepsIsAgeingInOne() {
        Evidence evidence = new Evidence(17, 5);
        Evidence once = DAILY.age(evidence, Duration.ofMinutes(1000));

        Evidence twice = DAILY.age(DAILY.age(evidence, Duration.ofMinutes(400)), Duration.ofMinutes(600));

        assertThat(twice.good()).isCloseTo(once.good(), within(1e-9));
        assertThat(twice.bad()).isCloseTo(once.bad(), within(1e-9));
    }

    @Test
    void aClockThatWasSetBackAgesNothing() {
        assertThat(DAILY.age(new Evidence(3, 1), Duration.ofDays(-5))).isEqualTo(new Evidence(3, 1));
        assertThat(DAILY.age(new Evidence(3, 1), Duration.ZERO)).isEqualTo(new Evidence(3, 1));
    }

    @Test
    void whatIsVeryOldIsForgotten() {
        assertThat(DAILY.age(new Evidence(1e9, 1e9), Duration.ofDays(100_000))).isEqualTo(Evidence.NONE);
    }

    @Test
    void anOnOffNodeIsTrustedLessThanOneThatWasAsGoodAndNeverBad() {
        Evidence honest = new Evidence(20, 0);
        Evidence onOff = new Evidence(20, 10);

        double honestLater = DAILY.age(honest, Duration.ofDays(3)).opinion(.5).expectation();
        double onOffLater = DAILY.age(onOff, Duration.ofDays(3)).opinion(.5).expectation();

        assertThat(honestLater).isGreaterThan(.7);
        assertThat(onOffLater).isLessThan(.5);
    }

    @Test
    void theHalfLifeHasBounds() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ageing(Duration.ofMillis(999)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ageing(Duration.ofDays(3_651)));
        assertThat(new Ageing(Duration.ofSeconds(1)).halfLife()).isEqualTo(Duration.ofSeconds(1));
    }
}
