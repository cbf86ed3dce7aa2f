package io.pigw.overlay.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Admission by delay, under virtual time. */
final class OverloadTest {

    private static final Duration TICK = Duration.ofMillis(10);

    private final Overload overload = new Overload(1);
    private final Random random = new Random(1);
    private Instant now = Instant.EPOCH;

    @Test
    void letsAllInWhileAnswersAreQuick() {
        assertThat(offer(1_000, Duration.ofMillis(20))).isEqualTo(1_000);
        assertThat(overload.share(now)).isEqualTo(1);
    }

    @Test
    void aBurstThatMakesSomeWaitIsNoOverload() {
        // Given nine of ten answers late
        for (int i = 0; i < 1_000; i++) {
            assertThat(overload.admits(now)).isTrue();
            overload.entered(now);
            Instant entered = now;
            now = now.plus(TICK);
            overload.answered(i % 10 == 0 ? now.minusMillis(1) : entered.minusSeconds(1), now);
        }

        assertThat(overload.share(now)).isEqualTo(1);
    }

    @Test
    void aQueueThatStandsShedsMoreAndMore() {
        offer(100, Duration.ofMillis(300));
        double first = overload.share(now);

        offer(500, Duration.ofMillis(300));

        assertThat(first).isLessThan(1);
        assertThat(overload.share(now)).isLessThan(first).isGreaterThanOrEqualTo(Overload.LEAST_SHARE);
    }

    @Test
    void whoeverIsShedIsAPartAndNeverAll() {
        offer(2_000, Duration.ofMillis(300));

        int admitted = offer(1_000, Duration.ofMillis(300));

        assertThat(admitted).isBetween(15, 25);
    }

    @Test
    void noAnswerAtAllIsOverloadToo() {
        overload.entered(now);

        now = now.plusSeconds(5);

        assertThat(overload.share(now)).isEqualTo(Overload.LEAST_SHARE);
    }

    @Test
    void aShortQueueIsNoOverloadHoweverSlowTheStore() {
        Overload patient = new Overload(3);
        patient.entered(now);
        patient.entered(now);

        now = now.plusSeconds(5);

        assertThat(patient.share(now)).isEqualTo(1);
        patient.entered(now);
        assertThat(patient.share(now.plusSeconds(5))).isLessThan(1);
    }

    @Test
    void recoversWhenAnswersAreQuickAgain() {
        offer(2_000, Duration.ofMillis(300));

        offer(1_000, Duration.ofMillis(5));

        assertThat(overload.share(now)).isEqualTo(1);
    }

    @Test
    void recoversBySilence() {
        offer(2_000, Duration.ofMillis(300));

        now = now.plusSeconds(6);

        assertThat(overload.share(now)).isEqualTo(1);
    }

    @Test
    void recoversAfterAVeryLongSilence() {
        offer(2_000, Duration.ofMillis(300));

        now = now.plus(Duration.ofDays(400));

        assertThat(overload.share(now)).isEqualTo(1);
        assertThat(overload.admits(now)).isTrue();
    }

    @Test
    void aClockThatIsSetBackDoesNoHarm() {
        offer(100, Duration.ofMillis(5));

        now = now.minus(Duration.ofHours(1));

        assertThat(offer(100, Duration.ofMillis(5))).isEqualTo(100);
    }

    @Test
    void asksForAsLongAsWhatIsInFlightNeeds() {
        // Given 100 answers a second, and 1,000 in flight
        for (int i = 0; i < 1_000; i++) {
            overload.entered(now);
        }
        for (int i = 0; i < 1_000; i++) {
            overload.entered(now);
            now = now.plus(TICK);
            overload.answered(now.minusMillis(5), now);
        }

        for (int i = 0; i < 100; i++) {
            assertThat(overload.retryAfterSeconds(now, random)).isBetween(10, 16);
        }
    }

    @Test
    void asksForMoreWhenShedding() {
        offer(2_000, Duration.ofMillis(300));

        assertThat(overload.retryAfterSeconds(now, random)).isBetween(4, 9);
    }

    @Test
    void asksForSomeSecondsBeforeAnythingIsMeasured() {
        assertThat(overload.retryAfterSeconds(now, random)).isBetween(5, 8);
    }

    /** One every 10 ms; says how many were let in. */
    private int offer(int messages, Duration delay) {
        int admitted = 0;
        for (int i = 0; i < messages; i++) {
            now = now.plus(TICK);
            if (overload.admits(now)) {
                admitted++;
                overload.entered(now);
                overload.answered(now.minus(delay), now);
            }
        }
        return admitted;
    }
}
