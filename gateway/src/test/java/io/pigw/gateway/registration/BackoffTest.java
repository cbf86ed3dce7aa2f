package io.pigw.gateway.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(30));

    @ParameterizedTest
    @CsvSource({"1, 60", "2, 120", "3, 240", "5, 960", "6, 1800", "7, 1800", "1000, 1800"})
    void thePauseIsHalfToWholeOfBaseTimesTwoToTheFailures(int failures, int upperSeconds) {
        Random random = new Random(1);

        for (int i = 0; i < 1_000; i++) {
            assertThat(BACKOFF.after(failures, random))
                    .isBetween(Duration.ofMillis(upperSeconds * 500L), Duration.ofSeconds(upperSeconds));
        }
    }
}
