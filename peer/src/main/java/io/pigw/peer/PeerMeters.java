package io.pigw.peer;

import io.micrometer.core.instrument.Counter;
import io.pigw.overlay.ping.PingDrop;
import io.pigw.overlay.ping.PingEvents;
import io.pigw.runtime.metrics.Metrics;
import java.util.EnumMap;
import java.util.Map;

/** Counts what peers do; all peers of a process together. */
final class PeerMeters implements PingEvents {

    private final Metrics metrics;
    private final Counter forwarded;
    private final Counter arrived;
    private final Counter arrivedHops;
    private final Counter undecided;
    private final Map<PingDrop, Counter> dropped = new EnumMap<>(PingDrop.class);

    PeerMeters(Metrics metrics) {
        this.metrics = metrics;
        this.forwarded = metrics.counter("pigw_pings_forwarded_total");
        this.arrived = metrics.counter("pigw_pings_arrived_total");
        this.arrivedHops = metrics.counter("pigw_pings_arrived_hops_total");
        this.undecided = metrics.counter("pigw_pings_undecided_total");
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
        dropped.computeIfAbsent(reason, _ -> metrics.counter("pigw_pings_dropped_total", "reason", reason.label()))
                .increment();
    }

    @Override
    public void undecided() {
        undecided.increment();
    }
}
