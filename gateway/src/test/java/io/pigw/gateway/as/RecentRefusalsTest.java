package io.pigw.gateway.as;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Copies of what was refused. */
final class RecentRefusalsTest {

    private final RecentRefusals refusals = new RecentRefusals();
    private final Instant start = Instant.EPOCH;

    @Test
    void knowsACopyForOneGenerationAtLeastAndForTwoAtMost() {
        refusals.contains("other", start);
        refusals.add("one", start.plusMillis(3_999));

        assertThat(refusals.contains("one", start.plusSeconds(4))).isTrue();
        assertThat(refusals.contains("one", start.plusMillis(7_999))).isTrue();
        assertThat(refusals.contains("one", start.plusSeconds(12))).isFalse();
    }

    @Test
    void forgetsAfterALongSilence() {
        refusals.add("one", start);

        assertThat(refusals.contains("one", start.plusSeconds(3_600))).isFalse();
    }

    @Test
    void remembersNoMoreThanItsLimit() {
        for (int i = 0; i <= RecentRefusals.MAX_REMEMBERED; i++) {
            refusals.add("branch" + i, start);
        }

        assertThat(refusals.contains("branch" + (RecentRefusals.MAX_REMEMBERED - 1), start))
                .isTrue();
        assertThat(refusals.contains("branch" + RecentRefusals.MAX_REMEMBERED, start))
                .isFalse();
    }
}
