package io.pigw.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.pigw.gateway.outbox.Acceptance;
import io.pigw.gateway.outbox.DeliveryListener;
import io.pigw.gateway.outbox.Direction;
import io.pigw.gateway.outbox.Ending;
import io.pigw.gateway.outbox.Entry;
import io.pigw.gateway.outbox.Fate;
import io.pigw.runtime.metrics.Metrics;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Meters of one direction. {@code pigw_gateway_delivery_seconds} runs from the MESSAGE's arrival to the answer of the one who took
 * it: for messages to peers, what the paper measured (§5.1).
 */
final class GatewayMetrics implements DeliveryListener {

    private final Counter accepted;
    private final Counter duplicates;
    private final Counter full;
    private final Counter delivered;
    private final Counter refused;
    private final Counter expired;
    private final Counter retried;
    private final Counter notices;
    private final Counter reports;
    private final Timer latency;
    private final Consumer<Direction> waiting;
    private final Runnable ended;

    /**
     * Notices go the other way than what they are about: {@code waiting} is told which. {@code ended} is run when a delivery has
     * made room.
     */
    GatewayMetrics(Metrics metrics, Direction direction, Consumer<Direction> waiting, Runnable ended) {
        this.waiting = waiting;
        this.ended = ended;
        String label = direction.name().toLowerCase(Locale.ROOT);
        this.accepted = metrics.counter("pigw_gateway_accepted_total", "direction", label);
        this.duplicates = metrics.counter("pigw_gateway_duplicates_total", "direction", label);
        this.full = metrics.counter("pigw_gateway_full_total", "direction", label);
        this.delivered = metrics.counter("pigw_gateway_delivered_total", "direction", label);
        this.refused = metrics.counter("pigw_gateway_refused_total", "direction", label);
        this.expired = metrics.counter("pigw_gateway_expired_total", "direction", label);
        this.retried = metrics.counter("pigw_gateway_retried_total", "direction", label);
        this.notices = metrics.counter("pigw_gateway_notices_total", "about", label);
        this.reports = metrics.counter("pigw_gateway_delivery_reports_total", "about", label);
        this.latency = metrics.timer("pigw_gateway_delivery_seconds", "direction", label);
    }

    /** A message was offered to the outbox. */
    void onAcceptance(Acceptance acceptance) {
        switch (acceptance) {
            case Acceptance.Stored _ -> accepted.increment();
            case Acceptance.Duplicate _ -> duplicates.increment();
            case Acceptance.Full _ -> full.increment();
        }
    }

    @Override
    public void onRetry(Entry entry) {
        retried.increment();
    }

    @Override
    public void onEnd(Entry entry, Ending ending, Duration sinceAcceptance) {
        ended.run();
        switch (ending) {
            case DELIVERED -> {
                delivered.increment();
                if (!entry.payload().isNotice()) {
                    latency.record(sinceAcceptance);
                }
            }
            case REFUSED -> refused.increment();
            case EXPIRED -> expired.increment();
        }
    }

    @Override
    public void onReport(Entry report, Fate fate) {
        switch (fate) {
            case DELIVERED -> reports.increment();
            case UNREACHABLE, UNCONFIRMED -> notices.increment();
        }
        waiting.accept(report.payload().direction());
    }
}
