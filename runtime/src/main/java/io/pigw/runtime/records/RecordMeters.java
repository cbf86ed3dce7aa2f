package io.pigw.runtime.records;

import io.micrometer.core.instrument.Counter;
import io.pigw.overlay.storage.StorageEvents;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.runtime.metrics.Metrics;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts what nodes of this process are offered and refuse. Thread-safe: nothing changes once it is made. */
public final class RecordMeters implements StorageEvents {

    private final Map<StoreResult, Counter> offered;
    private final Counter forbidden;
    private final Counter limited;
    private final Counter notDurable;

    /** All of them from zero, or where they were. */
    public RecordMeters(Metrics metrics) {
        Map<StoreResult, Counter> counters = new EnumMap<>(StoreResult.class);
        for (StoreResult result : StoreResult.values()) {
            counters.put(result, metrics.counter("pigw_records_offered_total", "result", result.wire()));
        }
        this.offered = Collections.unmodifiableMap(counters);
        this.forbidden = metrics.counter("pigw_records_refused_total", "reason", "forbidden");
        this.limited = metrics.counter("pigw_records_refused_total", "reason", "rate");
        this.notDurable = metrics.counter("pigw_records_refused_total", "reason", "database");
    }

    @Override
    public void offered(StoreResult result) {
        Objects.requireNonNull(offered.get(result)).increment();
    }

    @Override
    public void refused() {
        forbidden.increment();
    }

    @Override
    public void limited() {
        limited.increment();
    }

    @Override
    public void notDurable() {
        notDurable.increment();
    }
}
