package io.pigw.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Meters of a process, all named {@code pigw_*}. Look a meter up once and keep it: counting with a kept one costs
 * nanoseconds. The same name and labels give the same meter. Safe on any thread.
 */
public final class Metrics implements AutoCloseable {

    private static final String PREFIX = "pigw_";

    private static final Duration[] BUCKETS = {
        Duration.ofNanos(250_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ConcurrentHashMap<String, Supplier<Number>> latest = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LongAdder> levels = new ConcurrentHashMap<>();

    /**
     * A counter.
     *
     * @param name such as {@code pigw_links_refused_total}
     * @param labels keys and values in turns; few values each, never an ID
     */
    public Counter counter(String name, String... labels) {
        return Counter.builder(checked(name)).tags(labels).register(registry);
    }

    /** A timer with buckets from 0.25 ms to 60 s; {@code pigw_delivery_seconds} becomes a histogram of that name. */
    public Timer timer(String name, String... labels) {
        String base = checked(name);
        return Timer.builder(base.endsWith("_seconds") ? base.substring(0, base.length() - "_seconds".length()) : base)
                .serviceLevelObjectives(BUCKETS)
                .tags(labels)
                .register(registry);
    }

    /** A value that is read at each scrape; it must be safe to read on any thread. The first of a name and labels stays. */
    public void gauge(String name, Supplier<Number> value, String... labels) {
        Gauge.builder(checked(name), value).strongReference(true).tags(labels).register(registry);
    }

    /** As {@link #gauge}, of what may start anew within the process: the latest of a name and labels is read. */
    public void latestGauge(String name, Supplier<Number> value, String... labels) {
        String key = checked(name) + List.of(labels);
        if (latest.put(key, value) == null) {
            gauge(name, () -> Objects.requireNonNull(latest.get(key)).get(), labels);
        }
    }

    /** A gauge that the nodes of a process raise and lower together. */
    public LongAdder level(String name) {
        return levels.computeIfAbsent(checked(name), fresh -> {
            LongAdder level = new LongAdder();
            gauge(fresh, level::sum);
            return level;
        });
    }

    /** The count so far, 0 if there is no such counter. */
    public double count(String name, String... labels) {
        Counter counter = registry.find(checked(name)).tags(labels).counter();
        return counter == null ? 0 : counter.count();
    }

    /** All meters in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }

    private static String checked(String name) {
        if (!name.startsWith(PREFIX)) {
            throw new IllegalArgumentException("meters are named " + PREFIX + "*, not " + name);
        }
        return name;
    }
}
