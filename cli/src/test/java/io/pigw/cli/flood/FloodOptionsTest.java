package io.pigw.cli.flood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloodOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "2, 3, 15, 8, 10000, --peers",
        "2, 8, 0, 8, 10000, --seconds",
        "2, 8, 15, 11, 10000, --rate",
        "2, 8, 15, 8, 99, --flood",
        "0, 8, 15, 8, 10000, --csps",
    })
    void whatIsOutOfRangeIsNamed(int csps, int peers, int seconds, int rate, int perSecond, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FloodOptions(csps, peers, seconds, rate, perSecond))
                .withMessageContaining(named);
    }

    @Test
    void oneMessageThatIsNotDeliveredIsOneTooMany() {
        assertThat(new FloodReport(List.of(row(120), row(120))).isGood()).isTrue();
        assertThat(new FloodReport(List.of(row(120), row(119))).isGood()).isFalse();
    }

    private static FloodReport.Row row(int delivered) {
        return new FloodReport.Row("queries", 120, delivered, 5, 20, 1_000_000, 900_000, 100, 0);
    }
}
