package io.pigw.sos;

import io.micrometer.core.instrument.Counter;
import io.pigw.overlay.limit.RequestGate;
import io.pigw.overlay.sos.Condemned;
import io.pigw.overlay.sos.Condemned.Grounds;
import io.pigw.overlay.sos.SosEvents;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.LogPace;
import io.pigw.runtime.metrics.Metrics;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the opinion server counts, and says in its log. */
final class SosMetrics implements SosEvents {

    private static final Logger LOG = LoggerFactory.getLogger(SosMetrics.class);
    private static final String REPORTS = "pigw_sos_reports_total";

    private final Metrics metrics;
    private final Counter judged;
    private final Counter asked;
    private final Counter taken;
    private final Counter refused;
    private final Counter overloaded;
    private final Counter notStored;
    private final Counter elsewhere;
    private final LongSupplier nanos;
    private final Consumer<Condemned> onCondemned;
    private final LogPace refusals = new LogPace();
    private final Map<Grounds, Counter> condemned = new EnumMap<>(Grounds.class);

    /**
     * Counts from 0.
     *
     * @param nanos the time, by a clock that never goes back
     * @param onCondemned what else comes of it
     */
    SosMetrics(Metrics metrics, LongSupplier nanos, Consumer<Condemned> onCondemned) {
        this.nanos = nanos;
        this.onCondemned = onCondemned;
        this.metrics = metrics;
        for (RequestGate.Sort sort : RequestGate.Sort.values()) {
            limitedOf(sort);
        }
        judged = metrics.counter("pigw_sos_opinions_total");
        asked = metrics.counter("pigw_sos_node_opinions_total");
        taken = metrics.counter(REPORTS, "result", "taken");
        refused = metrics.counter(REPORTS, "result", "refused");
        overloaded = metrics.counter(REPORTS, "result", "overloaded");
        notStored = metrics.counter(REPORTS, "result", "not_stored");
        elsewhere = metrics.counter(REPORTS, "result", "elsewhere");
        for (Grounds grounds : Grounds.values()) {
            condemned.put(
                    grounds,
                    metrics.counter(
                            "pigw_sos_condemned_total",
                            "grounds",
                            grounds.name().toLowerCase(Locale.ROOT)));
        }
    }

    @Override
    public void judged() {
        judged.increment();
    }

    @Override
    public void asked() {
        asked.increment();
    }

    @Override
    public void limited(RequestGate.Sort sort) {
        limitedOf(sort).increment();
    }

    private Counter limitedOf(RequestGate.Sort sort) {
        return metrics.counter("pigw_requests_limited_total", "sort", sort.label());
    }

    @Override
    public void taken() {
        taken.increment();
    }

    @Override
    public void refused(NodeId reporter, String reason) {
        refused.increment();
        int heldBack = refusals.mayLog(nanos.getAsLong());
        if (heldBack >= 0) {
            LOG.atInfo()
                    .addKeyValue("reporter", reporter)
                    .addKeyValue("reason", reason)
                    .addKeyValue("notLogged", heldBack)
                    .log("A report is not believed");
        }
    }

    @Override
    public void overloaded() {
        overloaded.increment();
    }

    @Override
    public void elsewhere() {
        elsewhere.increment();
    }

    @Override
    public void notKept(Throwable why) {
        LOG.atWarn().setCause(why).log("That nodes are condemned could not be stored; it is tried again");
    }

    @Override
    public void notStored(int reports, Throwable why) {
        notStored.increment(reports);
        LOG.atWarn().setCause(why).addKeyValue("reports", reports).log("Reports could not be stored");
    }

    @Override
    public void condemned(Condemned node) {
        Counter counter = condemned.get(node.grounds());
        if (counter != null) {
            counter.increment();
        }
        LOG.atWarn()
                .addKeyValue("node", node.node())
                .addKeyValue("grounds", node.grounds())
                .addKeyValue("good", node.evidence().good())
                .addKeyValue("bad", node.evidence().bad())
                .addKeyValue("observers", node.observers())
                .addKeyValue("destinations", node.destinations())
                .log("A node is condemned: the opinion on it has settled, and is bad");
        onCondemned.accept(node);
    }
}
