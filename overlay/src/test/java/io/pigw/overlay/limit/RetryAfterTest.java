package io.pigw.overlay.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Retry-After from what waits and what drains. */
final class RetryAfterTest {

    private final Random random = new Random(1);

    @ParameterizedTest
    @CsvSource({"0, 100, 1, 1", "1000, 100, 10, 15", "10, 1000, 1, 1", "2000, 1, 60, 60", "5, 0, 60, 60"})
    void isAsLongAsDrainingTakes(double waiting, double perSecond, int least, int most) {
        for (int i = 0; i < 100; i++) {
            assertThat(RetryAfter.seconds(waiting, perSecond, random)).isBetween(least, most);
        }
    }

    @Test
    void spreadsThoseWhoWereRefusedTogether() {
        assertThat(IntStream.range(0, 200).map(_ -> RetryAfter.seconds(2_000, 100, random)))
                .contains(21, 24, 27, 30);
    }

    @Test
    void theRateIsAMeanInWhichTheLastSecondsWeighMost() {
        DrainRate rate = new DrainRate();
        Instant now = Instant.EPOCH;
        assertThat(rate.perSecond(now)).isNaN();
        for (int i = 0; i < 1_000; i++) {
            now = now.plusMillis(10);
            rate.ended(now);
        }
        assertThat(rate.perSecond(now)).isBetween(95.0, 105.0);

        for (int i = 0; i < 100; i++) {
            now = now.plusMillis(100);
            rate.ended(now);
        }

        assertThat(rate.perSecond(now)).isBetween(9.0, 20.0);
        assertThat(rate.perSecond(now.plusSeconds(60))).isLessThan(1);
    }

    @Test
    void theRateIsKnownBeforeTheFirstSecondIsOver() {
        DrainRate rate = new DrainRate();
        rate.ended(Instant.EPOCH);
        rate.ended(Instant.EPOCH.plusMillis(100));

        assertThat(rate.perSecond(Instant.EPOCH.plusMillis(100))).isBetween(19.0, 21.0);
    }
}
