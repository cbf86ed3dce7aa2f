package io.pigw.overlay.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CspClocksTest {

    private static final NodeId CSP = NodeId.of(50);
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final CspClocks clocks = new CspClocks();

    @Test
    void aClockOfWhichNothingIsKnownCountsAsRight() {
        assertThat(clocks.inOwnTime(CSP, NOON, NOON)).isEqualTo(NOON);
    }

    @Test
    void theGreatestLeadCounts() {
        clocks.saw(CSP, NOON.minusSeconds(300), NOON);
        clocks.saw(CSP, NOON.minusSeconds(280), NOON.plusSeconds(10));
        clocks.saw(CSP, NOON.minusSeconds(400), NOON.plusSeconds(20));

        assertThat(clocks.inOwnTime(CSP, NOON.minusSeconds(290), NOON.plusSeconds(30)))
                .isEqualTo(NOON);
        assertThat(clocks.inOwnTime(NodeId.of(51), NOON, NOON)).as("another's").isEqualTo(NOON);
    }

    @Test
    void aClockThatWasSetIsKnownAnewAfterAWhile() {
        clocks.saw(CSP, NOON.plusSeconds(300), NOON);
        Instant later = NOON.plus(CspClocks.COUNTS);
        clocks.saw(CSP, later, later);
        assertThat(clocks.inOwnTime(CSP, later, later)).isEqualTo(later.minusSeconds(300));

        Instant last = later.plusMillis(1);
        clocks.saw(CSP, last, last);

        assertThat(clocks.inOwnTime(CSP, last, last)).isEqualTo(last);
    }

    @Test
    void itKnowsOnlySoMany() {
        for (int id = 0; id <= CspClocks.MAX_CSPS; id++) {
            clocks.saw(NodeId.of(id), NOON.plus(Duration.ofSeconds(9)), NOON);
        }

        assertThat(clocks.inOwnTime(NodeId.of(0), NOON, NOON)).as("the eldest").isEqualTo(NOON);
        assertThat(clocks.inOwnTime(NodeId.of(1), NOON, NOON)).isEqualTo(NOON.minusSeconds(9));
    }
}
