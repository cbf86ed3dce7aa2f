package io.pigw.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetersTest {

    private static final Meters METERS = Meters.parse(List.of(
            "# TYPE pigw_x_total counter",
            "pigw_x_total{status=\"200\"} 5.0",
            "pigw_x_total{status=\"503\"} 2.0",
            "pigw_x_total_more 9.0",
            "pigw_y_seconds_bucket{le=\"0.001\"} 10",
            "pigw_y_seconds_bucket{le=\"0.005\"} 50",
            "pigw_y_seconds_bucket{le=\"+Inf\"} 100",
            ""));

    @Test
    void aNamesMetersAreSummedByLabel() {
        assertThat(METERS.sum("pigw_x_total", "")).isEqualTo(7);
        assertThat(METERS.sum("pigw_x_total", "status=\"200\"")).isEqualTo(5);
        assertThat(METERS.since(Meters.parse(List.of("pigw_x_total{status=\"200\"} 1.0")))
                        .plus(METERS)
                        .sum("pigw_x_total", ""))
                .isEqualTo(13);
    }

    @Test
    void quantilesLieBetweenTheBoundsOfTheirBucket() {
        assertThat(METERS.quantile("pigw_y_seconds", "", 0.05)).isCloseTo(0.0005, within(1e-9));
        assertThat(METERS.quantile("pigw_y_seconds", "", 0.3)).isCloseTo(0.003, within(1e-9));
        assertThat(METERS.quantile("pigw_y_seconds", "", 0.99)).isEqualTo(0.005);
        assertThat(METERS.quantile("pigw_none", "", 0.5)).isZero();
    }
}
