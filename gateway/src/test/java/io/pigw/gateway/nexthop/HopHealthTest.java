package io.pigw.gateway.nexthop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class HopHealthTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private final HopHealth health = new HopHealth();

    @Test
    void oneLostPingIsForgivenAndASecondIsNot() {
        health.onPing(new HopReport.Answered(), INTERVAL, NOW);
        health.onPing(new HopReport.Silent(), INTERVAL, NOW);
        assertThat(health.isUsable(NOW, true)).isTrue();
        assertThat(health.isPingDue(NOW)).isTrue();

        health.onPing(new HopReport.Silent(), INTERVAL, NOW);

        assertThat(health.isUsable(NOW, true)).isFalse();
        assertThat(health.isPingDue(NOW)).isFalse();
        assertThat(health.isPingDue(NOW.plus(HopHealth.FIRST_PAUSE))).isTrue();
    }

    @Test
    void aFailedRequestIsEnoughButNotASilentOneAmongAnswers() {
        health.onRequest(new HopReport.Answered(), NOW);
        health.onRequest(new HopReport.Silent(), NOW.plusSeconds(31));
        assertThat(health.isUsable(NOW.plusSeconds(31), true)).isTrue();

        health.onRequest(new HopReport.Failed("refused"), NOW.plusSeconds(31));

        assertThat(health.isUsable(NOW.plusSeconds(31), true)).isFalse();
    }

    @Test
    void aHopThatStaysDownIsTriedEverMoreSeldomAndAnAnswerForgetsThat() {
        Instant now = NOW;
        health.onRequest(new HopReport.Failed("refused"), now);
        for (int seconds : new int[] {2, 4, 8, 16, 32, 60, 60}) {
            assertThat(health.isUsable(now.plusSeconds(seconds).minusMillis(1), false))
                    .isFalse();
            now = now.plusSeconds(seconds);
            assertThat(health.isUsable(now, false)).isTrue();
            assertThat(health.isUsable(now, true)).as("pings find out").isFalse();
            health.onRequest(new HopReport.Failed("refused"), now);
        }

        health.onPing(new HopReport.Answered(), INTERVAL, now);

        assertThat(health.isUsable(now, true)).isTrue();
    }

    @Test
    void aBusyHopRestsForAsLongAsItAskedButWhereItIsTheOnlyOneForAMinuteAtMost() {
        health.onRequest(new HopReport.Busy(Duration.ofMinutes(2)), NOW);

        assertThat(health.isUsable(NOW.plusSeconds(119), true)).isFalse();
        assertThat(health.isResting(NOW.plusSeconds(59))).isTrue();
        assertThat(health.isResting(NOW.plusSeconds(60))).isFalse();
        assertThat(health.isUsable(NOW.plusSeconds(120), true)).isTrue();
    }

    @Test
    void anAnswerToARequestSavesThePing() {
        health.onPing(new HopReport.Answered(), INTERVAL, NOW);
        health.onRequest(new HopReport.Answered(), NOW.plusSeconds(20));

        assertThat(health.isPingDue(NOW.plusSeconds(49))).isFalse();
        assertThat(health.isPingDue(NOW.plusSeconds(50))).isTrue();
        health.suspect();
        assertThat(health.isPingDue(NOW.plusSeconds(21))).isTrue();
    }
}
