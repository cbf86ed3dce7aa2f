package io.pigw.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.bench.server.ServerFootprint;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is held on to, over time. */
class FootprintsTest {

    private static final long MEBI = 1 << 20;

    @Test
    void whatFillsInTheFirstHalfIsNoGrowth() {
        Growth growth = growth(look -> new ServerFootprint(Math.min(look, 20) * MEBI, 50, 20));

        assertThat(growth).isEqualTo(new Growth("csp", footprint(20 * MEBI), footprint(20 * MEBI)));
        assertThat(growth.isFlat()).isTrue();
    }

    @Test
    void heapFilesOrThreadsThatRiseToTheEndAreGrowth() {
        assertThat(growth(look -> new ServerFootprint(look * MEBI, 50, 20)).isFlat())
                .isFalse();
        assertThat(growth(look -> new ServerFootprint(MEBI, 50 + look, 20)).isFlat())
                .isFalse();
        assertThat(growth(look -> new ServerFootprint(MEBI, 50, 20 + look)).isFlat())
                .isFalse();
    }

    private static ServerFootprint footprint(long heap) {
        return new ServerFootprint(heap, 50, 20);
    }

    private static Growth growth(IntFunction<ServerFootprint> looks) {
        Footprints footprints = new Footprints();
        IntStream.range(0, 60).forEach(look -> footprints.add("csp", looks.apply(look)));
        return footprints.growths().getFirst();
    }
}
