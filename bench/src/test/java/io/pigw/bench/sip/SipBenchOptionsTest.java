package io.pigw.bench.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pigw.bench.load.Transport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SipBenchOptionsTest {

    @Test
    void usualValuesAreTaken() {
        assertThat(options(5, 3, 16, 64, List.of(1_000, 2_000), "512m").rates()).containsExactly(1_000, 2_000);
    }

    @Test
    void whatIsOutOfRangeIsRefusedBeforeAnythingStarts() {
        assertThatIllegalArgumentException().isThrownBy(() -> options(0, 3, 16, 64, List.of(), "512m"));
        assertThatIllegalArgumentException().isThrownBy(() -> options(5, 0, 16, 64, List.of(), "512m"));
        assertThatIllegalArgumentException().isThrownBy(() -> options(5, 3, 0, 64, List.of(), "512m"));
        assertThatIllegalArgumentException().isThrownBy(() -> options(5, 3, 16, 0, List.of(), "512m"));
        assertThatIllegalArgumentException().isThrownBy(() -> options(5, 3, 16, 64, List.of(-1), "512m"));
        assertThatIllegalArgumentException().isThrownBy(() -> options(5, 3, 16, 64, List.of(), "lots"));
    }

    private static SipBenchOptions options(
            int seconds, int rounds, int senders, int window, List<Integer> rates, String heap) {
        return new SipBenchOptions(
                Transport.UDP,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(1),
                rounds,
                2,
                senders,
                window,
                rates,
                List.of(SipServer.PIGW_ANSWER),
                heap);
    }
}
