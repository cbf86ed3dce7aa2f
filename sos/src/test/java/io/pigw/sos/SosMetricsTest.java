package io.pigw.sos;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.metrics.Metrics;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SosMetricsTest {

    private static final int FLOOD = 4_000;

    private final Logger log = (Logger) LoggerFactory.getLogger(SosMetrics.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Metrics metrics = new Metrics();
    private long nanos;
    private final SosMetrics events = new SosMetrics(metrics, () -> nanos, _ -> {});

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
    }

    @Test
    void refusedReportsDoNotFillTheLogAndAreAllCounted() {
        // Given
        for (int i = 0; i < FLOOD; i++) {
            events.refused(NodeId.of(586), "only CSPs report outcomes");
        }
        int logged = lines.list.size();

        // When
        nanos += Duration.ofMinutes(1).toNanos();
        events.refused(NodeId.of(587), "a ping is not signed");

        // Then
        assertThat(metrics.count("pigw_sos_reports_total", "result", "refused")).isEqualTo(FLOOD + 1);
        assertThat(logged).isBetween(1, FLOOD / 100);
        assertThat(lines.list).hasSize(logged + 1);
        assertThat(lines.list.getLast().getKeyValuePairs())
                .anyMatch(pair -> pair.key.equals("notLogged") && pair.value.equals(FLOOD - logged));
    }
}
