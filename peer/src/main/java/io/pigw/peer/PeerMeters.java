package io.pigw.peer;

import io.micrometer.core.instrument.Counter;
import io.pigw.overlay.chord.LookupProof;
import io.pigw.overlay.limit.RequestGate;
import io.pigw.overlay.ping.PingDrop;
import io.pigw.overlay.ping.PingEvents;
import io.pigw.runtime.metrics.Metrics;
import io.pigw.runtime.records.RecordMeters;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts what peers do; all peers of a process together, each on its own loop. Thread-safe: nothing changes once it is made. */
final class PeerMeters implements PingEvents {

    private final Counter forwarded;
    private final Counter arrived;
    private final Counter arrivedHops;
    private final Counter undecided;
    private final Map<PingDrop, Counter> dropped;
    private final Map<RequestGate.Sort, Counter> limited;
    private final Map<LookupProof, Counter> lookups;
    private final RecordMeters records;

    PeerMeters(Metrics metrics) {
        this.forwarded = metrics.counter("pigw_pings_forwarded_total");
        this.arrived = metrics.counter("pigw_pings_arrived_total");
        this.arrivedHops = metrics.counter("pigw_pings_arrived_hops_total");
        this.undecided = metrics.counter("pigw_pings_undecided_total");
        Map<PingDrop, Counter> counters = new EnumMap<>(PingDrop.class);
        for (PingDrop reason : PingDrop.values()) {
            counters.put(reason, metrics.counter("pigw_pings_dropped_total", "reason", reason.label()));
        }
        this.dropped = Collections.unmodifiableMap(counters);
        Map<RequestGate.Sort, Counter> sorts = new EnumMap<>(RequestGate.Sort.class);
        for (RequestGate.Sort sort : RequestGate.Sort.values()) {
            sorts.put(sort, metrics.counter("pigw_requests_limited_total", "sort", sort.label()));
        }
        this.limited = Collections.unmodifiableMap(sorts);
        Map<LookupProof, Counter> proofs = new EnumMap<>(LookupProof.class);
        for (LookupProof proof : LookupProof.values()) {
            proofs.put(proof, metrics.counter("pigw_lookups_total", "proof", proof.label()));
        }
        this.lookups = Collections.unmodifiableMap(proofs);
        this.records = new RecordMeters(metrics);
    }

    RecordMeters records() {
        return records;
    }

    void lookedUp(LookupProof proof) {
        Objects.requireNonNull(lookups.get(proof)).increment();
    }

    void limited(RequestGate.Sort sort) {
        Objects.requireNonNull(limited.get(sort)).increment();
    }

    @Override
    public void forwarded() {
        forwarded.increment();
    }

    @Override
    public void arrived(int hops) {
        arrived.increment();
        arrivedHops.increment(hops);
    }

    @Override
    public void dropped(PingDrop reason) {
        Objects.requireNonNull(dropped.get(reason)).increment();
    }

    @Override
    public void undecided() {
        undecided.increment();
    }
}
