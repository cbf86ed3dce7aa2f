package io.pigw.enrollment.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Which backups stay. */
class RetentionTest {

    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void whoMakesManyTakesNoneOfEarlierDaysAway() {
        List<Instant> daily = made(10, Duration.ofDays(1));
        List<Instant> burst = new ArrayList<>(daily);
        for (int i = 1; i <= 100; i++) {
            burst.add(daily.getLast().plusSeconds(i));
        }

        List<Instant> left = left(burst, new Retention(7, 7));

        assertThat(left).hasSize(13).containsAll(daily.subList(3, 9)).contains(burst.getLast());
    }

    @Test
    void oneIsADayOldOnceADayHasGoneBy() {
        for (Duration every : List.of(Duration.ofMinutes(7), Duration.ofHours(20), Duration.ofHours(25))) {
            List<Instant> kept = new ArrayList<>();
            for (Instant next : made(300, every)) {
                kept.add(next);
                kept = left(kept, new Retention(1, 2));

                boolean isDayOver = Duration.between(START, next).compareTo(Duration.ofDays(1)) >= 0;
                assertThat(Duration.between(kept.getFirst(), next).compareTo(Duration.ofDays(1)) >= 0)
                        .as("%s at %s: %s", every, next, kept)
                        .isEqualTo(isDayOver);
                assertThat(kept).hasSizeLessThanOrEqualTo(4);
            }
        }
    }

    @Test
    void theOldestStaysAsLongAsNoneIsADayOld() {
        List<Instant> hour = made(20, Duration.ofMinutes(3));

        assertThat(left(hour, new Retention(3, 2)))
                .containsExactly(hour.get(0), hour.get(17), hour.get(18), hour.get(19));
    }

    private static List<Instant> made(int count, Duration every) {
        List<Instant> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(START.plus(every.multipliedBy(i)));
        }
        return made;
    }

    private static List<Instant> left(List<Instant> all, Retention retention) {
        List<Instant> newestFirst =
                all.stream().sorted(Comparator.reverseOrder()).toList();
        List<Instant> left = new ArrayList<>(all);
        left.removeAll(retention.superfluous(newestFirst, Function.identity()));
        return left;
    }
}
