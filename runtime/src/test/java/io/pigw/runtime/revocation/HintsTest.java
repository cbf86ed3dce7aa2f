package io.pigw.runtime.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HintsTest {

    private static final NodeId FIRST = NodeId.of(1);
    private static final NodeId SECOND = NodeId.of(2);

    private final Hints hints = new Hints();

    @Test
    void aHintSoonAfterAnotherOfTheSameNeighbourIsHeededLater() {
        assertThat(hints.due(FIRST, seconds(100), seconds(101))).hasValue(seconds(101));

        assertThat(hints.due(FIRST, seconds(102), seconds(103)))
                .as("once the pause is over")
                .hasValue(seconds(111));
        assertThat(hints.due(FIRST, seconds(104), seconds(105)))
                .as("the one that waits does")
                .isEmpty();
        assertThat(hints.due(FIRST, seconds(112), seconds(113))).hasValue(seconds(121));
        assertThat(hints.due(FIRST, seconds(140), seconds(142))).hasValue(seconds(142));
    }

    @Test
    void oneNeighbourDoesNotHoldUpAnother() {
        hints.due(FIRST, seconds(100), seconds(101));

        assertThat(hints.due(SECOND, seconds(100), seconds(101))).hasValue(seconds(101));
    }

    @Test
    void remembersALimitedNumberOfNeighbours() {
        for (int i = 1; i <= 2 * Hints.MAX_NEIGHBOURS; i++) {
            hints.due(NodeId.of(i), seconds(100), seconds(101));
        }

        assertThat(hints.due(NodeId.of(2 * Hints.MAX_NEIGHBOURS), seconds(102), seconds(102)))
                .hasValue(seconds(111));
        assertThat(hints.due(FIRST, seconds(102), seconds(102))).as("forgotten").hasValue(seconds(102));
    }

    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }
}
