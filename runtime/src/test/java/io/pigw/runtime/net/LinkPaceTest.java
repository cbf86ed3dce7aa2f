package io.pigw.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A second holds so many messages. */
class LinkPaceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LinkPace pace = new LinkPace(0);

    @Test
    void readsABurstAndThenAtItsRate() {
        assertThat(read(0)).isEqualTo(LinkPace.BURST);
        assertThat(read(SECOND)).isEqualTo((int) LinkPace.PER_SECOND);
        assertThat(read(SECOND)).isZero();
        assertThat(read(100 * SECOND)).isEqualTo(LinkPace.BURST);
    }

    @Test
    void aLargeMessageCountsForSeveral() {
        for (int i = 0; i < LinkPace.BURST / 5; i++) {
            assertThat(pace.isOpen(0)).isTrue();
            pace.spend(4 * 4_096);
        }
        assertThat(pace.isOpen(0)).isFalse();
    }

    private int read(long nowNanos) {
        int read = 0;
        while (pace.isOpen(nowNanos)) {
            pace.spend(100);
            read++;
        }
        return read;
    }
}
