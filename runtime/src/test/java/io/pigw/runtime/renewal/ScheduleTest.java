package io.pigw.runtime.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.runtime.identity.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    private static final Instant ISSUED = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant END = ISSUED.plus(Duration.ofDays(30));
    private static final Duration BACK_DATED = Duration.ofMinutes(5);

    @ParameterizedTest
    @CsvSource({"PT1M", "PT10M", "PT1H", "P1D", "P7D", "P30D"})
    void aCertificateIsDueAfterTwoThirdsOfItsLifeFiveInAHundredAboutIt(Duration life) {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            Instant due = issued(life, random).next();

            double share = (double) Duration.between(ISSUED, due).toMillis() / life.toMillis();
            assertThat(share).isBetween(0.61, 0.72);
        }
    }

    @Test
    void manyDoNotComeAtOnce() {
        Random random = new Random(1);
        List<Instant> due = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            due.add(issued(Duration.ofDays(30), random).next());
        }

        due.sort(null);
        assertThat(Duration.between(due.getFirst(), due.getLast())).isGreaterThan(Duration.ofDays(2));
    }

    @Test
    void aFileCopiedLateMakesTheLifeNoShorter() {
        Validity validity = new Validity(ISSUED, ISSUED.plus(Duration.ofDays(30)));

        Schedule late = new Schedule(validity, ISSUED.plus(Duration.ofDays(25)), new Random(1));

        assertThat(late.next()).isBefore(ISSUED.plus(Duration.ofDays(22)));
    }

    @Test
    void pausesGrowToAnHourAndShrinkAsTheEndNears() {
        Schedule schedule = issued(Duration.ofDays(30));
        Instant now = schedule.next();
        List<Long> minutes = new ArrayList<>();
        Duration longest = Duration.ZERO;
        Duration last = Duration.ZERO;
        int attempts = 0;
        while (now.isBefore(END)) {
            schedule.failed(now, Optional.empty());
            last = Duration.between(now, schedule.next());
            longest = last.compareTo(longest) > 0 ? last : longest;
            if (minutes.size() < 7) {
                minutes.add(last.plusSeconds(59).toMinutes());
            }
            now = schedule.next();
            attempts++;
        }

        assertThat(minutes).isSorted().startsWith(1L);
        assertThat(minutes.getLast()).isBetween(45L, 60L);
        assertThat(longest).isBetween(Duration.ofMinutes(45), Duration.ofHours(1));
        assertThat(last).isLessThan(Duration.ofSeconds(10));
        assertThat(attempts).isBetween(240, 700);
    }

    @Test
    void theServersWishIsHonouredUpToHalfOfWhatIsLeft() {
        Schedule schedule = issued(Duration.ofDays(30));
        Instant now = schedule.next();

        schedule.failed(now, Optional.of(Duration.ofHours(5)));
        assertThat(schedule.next()).isEqualTo(now.plus(Duration.ofHours(5)));

        Instant late = END.minus(Duration.ofHours(4));
        schedule.failed(late, Optional.of(Duration.ofHours(5)));
        assertThat(schedule.next()).isEqualTo(late.plus(Duration.ofHours(2)));
    }

    @Test
    void itIsTriedOnAfterTheEnd() {
        Schedule schedule = issued(Duration.ofDays(30));
        Instant ended = END.plusSeconds(1);

        schedule.failed(ended, Optional.empty());

        assertThat(schedule.next()).isAfter(ended).isBeforeOrEqualTo(ended.plus(Duration.ofHours(1)));
    }

    @Test
    void whoFailsWarnsOnceADayAndAlarmsInTheLastTenth() {
        Schedule schedule = issued(Duration.ofDays(30));
        List<Alarm> alarms = new ArrayList<>();

        for (int hour = 0; hour < 30 * 24; hour++) {
            Instant now = ISSUED.plus(Duration.ofHours(hour));
            if (schedule.isDue(now)) {
                schedule.failed(now, Optional.empty());
            }
            alarms.add(schedule.alarm(now, true));
        }

        assertThat(alarms.subList(0, 18 * 24)).containsOnly(Alarm.NONE);
        assertThat(alarms.subList(18 * 24, 27 * 24).stream().filter(Alarm.WARN::equals))
                .hasSizeBetween(6, 9);
        assertThat(alarms.subList(27 * 24, 30 * 24).stream().filter(Alarm.ERROR::equals))
                .hasSizeBetween(2, 3);
    }

    @Test
    void whoDoesNotRenewByItselfIsToldOfTheEnd() {
        Schedule schedule = issued(Duration.ofDays(30));

        assertThat(schedule.alarm(ISSUED.plus(Duration.ofDays(18)), false)).isEqualTo(Alarm.NONE);
        assertThat(schedule.alarm(ISSUED.plus(Duration.ofDays(22)), false)).isEqualTo(Alarm.WARN);
        assertThat(schedule.alarm(ISSUED.plus(Duration.ofDays(28)), false)).isEqualTo(Alarm.ERROR);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, true", "P23D, true", "P29DT17H59M, true", "P29DT18H1M, false", "P30D, false", "P31D, false"})
    void theLastHoursAreNoTimeToRelyOnIt(Duration age, boolean ready) {
        Schedule schedule = issued(Duration.ofDays(30));

        assertThat(schedule.unreadyBecause(ISSUED.plus(age)).isEmpty()).isEqualTo(ready);
    }

    @Test
    void aRenewedOneIsQuietAgain() {
        Schedule schedule = issued(Duration.ofDays(30));
        Instant now = ISSUED.plus(Duration.ofDays(28));
        schedule.failed(now, Optional.empty());
        assertThat(schedule.alarm(now, true)).isEqualTo(Alarm.ERROR);

        schedule.renewed(new Validity(now.minus(BACK_DATED), now.plus(Duration.ofDays(30))), now);

        assertThat(schedule.isDue(now)).isFalse();
        assertThat(schedule.alarm(now, true)).isEqualTo(Alarm.NONE);
        assertThat(Duration.between(now, schedule.next())).isBetween(Duration.ofDays(18), Duration.ofDays(22));
    }

    private static Schedule issued(Duration life) {
        return issued(life, new Random(1));
    }

    private static Schedule issued(Duration life, Random random) {
        return new Schedule(new Validity(ISSUED.minus(BACK_DATED), ISSUED.plus(life)), ISSUED, random);
    }
}
