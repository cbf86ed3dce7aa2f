package io.pigw.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.ping.PingDrop;
import io.pigw.runtime.metrics.Metrics;
import org.junit.jupiter.api.Test;

class PeerMetersTest {

    @Test
    void everyReasonIsThereBeforeTheFirstLoopCounts() {
        try (Metrics metrics = new Metrics()) {
            PeerMeters meters = new PeerMeters(metrics);

            String atFirst = metrics.scrape();
            meters.dropped(PingDrop.LOOP);

            for (PingDrop reason : PingDrop.values()) {
                assertThat(atFirst).contains("pigw_pings_dropped_total{reason=\"" + reason.label() + "\"} 0.0");
            }
            assertThat(metrics.count("pigw_pings_dropped_total", "reason", "loop"))
                    .isEqualTo(1);
        }
    }
}
