package io.pigw.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogPaceTest {

    private final LogPace pace = new LogPace();
    private long nanos = -5;

    @Test
    void aFloodWritesFewLinesAndSaysHowManyItHeldBack() {
        // When
        int written = 0;
        for (int i = 0; i < 40_000; i++) {
            written += pace.mayLog(nanos) >= 0 ? 1 : 0;
        }

        // Then
        assertThat(written).isEqualTo(LogPace.LINES);

        // When
        nanos += LogPace.WINDOW.plus(Duration.ofNanos(1)).toNanos();

        // Then
        assertThat(pace.mayLog(nanos)).isEqualTo(40_000 - LogPace.LINES);
        assertThat(pace.mayLog(nanos)).isZero();
    }
}
