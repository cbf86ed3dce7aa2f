package io.pigw.gateway;

import io.micrometer.core.instrument.Counter;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.runtime.metrics.Metrics;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The IMS side's counters as {@code pigw_<name>_total{kind}}. */
final class SipCounters implements SipMetrics {

    private final Metrics metrics;
    private final ConcurrentHashMap<Key, Counter> counters = new ConcurrentHashMap<>();

    private record Key(String name, String label) {}

    SipCounters(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void count(String name, String label) {
        counters.computeIfAbsent(
                        new Key(name, label),
                        key -> metrics.counter("pigw_" + key.name() + "_total", "kind", key.label()))
                .increment();
    }

    @Override
    public void gauge(String name, Supplier<Number> value) {
        metrics.gauge("pigw_" + name, value);
    }
}
