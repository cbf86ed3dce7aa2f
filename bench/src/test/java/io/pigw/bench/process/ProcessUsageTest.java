package io.pigw.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {

    @Test
    void thisProcessHasUsedSomething() {
        assertThat(ProcessUsage.of(ProcessHandle.current()).cpu()).isGreaterThan(Duration.ZERO);
    }

    @Test
    void proportionalMemoryIsReadInBytes() {
        assertThat(ProcessUsage.proportional(Stream.of(
                        "5581-7ffd [rollup]", "Rss:   9000 kB", "Pss:                2048 kB", "Pss_Dirty:  1 kB")))
                .hasValue(2L << 20);
    }

    @Test
    void whereTheSystemDoesNotTellThereIsNone() {
        assertThat(ProcessUsage.proportional(Stream.of())).isEmpty();
    }
}
