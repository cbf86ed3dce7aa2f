package io.pigw.csp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.pigw.csp.admit.AdmitEvents;
import io.pigw.csp.locate.PingLocator;
import io.pigw.csp.relay.RelayEvents;
import io.pigw.overlay.chord.LookupProof;
import io.pigw.overlay.csp.ArcProofEvents;
import io.pigw.overlay.limit.RequestGate;
import io.pigw.overlay.ping.PingDrop;
import io.pigw.overlay.ping.PingEvents;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.metrics.Metrics;
import io.pigw.runtime.records.RecordMeters;
import io.pigw.runtime.trace.MessageTrace;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a CSP does, and passes on the steps of its messages. On the CSP's thread. */
final class CspMeters implements RelayEvents, AdmitEvents, ArcProofEvents, PingLocator.PingEvents, PingEvents {

    private static final Logger LOG = LoggerFactory.getLogger(CspMeters.class);

    private final NodeId self;
    private final Metrics metrics;
    private final MessageTrace trace;
    private final Timer deliveries;
    private final Counter copies;
    private final Counter audits;
    private final Counter distrusted;
    private final RecordMeters records;
    private final Map<String, Counter> counters = new HashMap<>();

    CspMeters(NodeId self, Metrics metrics, MessageTrace trace) {
        this.self = self;
        this.metrics = metrics;
        this.trace = trace;
        this.deliveries = metrics.timer("pigw_csp_delivery_seconds");
        this.copies = metrics.counter("pigw_csp_ping_copies_total");
        this.audits = metrics.counter("pigw_csp_audit_requests_total");
        this.distrusted = metrics.counter("pigw_csp_distrusted_hops_total");
        this.records = new RecordMeters(metrics);
    }

    RecordMeters records() {
        return records;
    }

    @Override
    public void step(CallId callId, String from, String to, String what) {
        trace.record(callId, from, to, what);
    }

    @Override
    public void answeredPeer(Status status) {
        count("pigw_csp_relayed_total", "status", Integer.toString(status.code()));
    }

    void limited(RequestGate.Sort sort) {
        count("pigw_requests_limited_total", "sort", sort.label());
    }

    /** A message was turned away because the loop is behind. */
    void delayed() {
        count("pigw_requests_limited_total", "sort", "delay");
    }

    /** What part of the messages is let in. */
    void admittedShare(Supplier<Number> share) {
        metrics.latestGauge("pigw_csp_admitted_share", share, "csp", self.toString());
    }

    @Override
    public void tooManyRecipients() {
        count("pigw_requests_limited_total", "sort", "recipients");
    }

    void located(Status status) {
        count("pigw_csp_locates_total", "status", Integer.toString(status.code()));
    }

    @Override
    public void discarded() {
        count("pigw_csp_relayed_total", "status", "discarded");
    }

    @Override
    public void answeredGateway(Status status, Duration took) {
        count("pigw_csp_delivered_total", "status", Integer.toString(status.code()));
        deliveries.record(took);
    }

    @Override
    public void admitted(NodeContact peer) {
        count("pigw_csp_admissions_total", "outcome", "admitted");
        LOG.atDebug().addKeyValue("csp", self).addKeyValue("peer", peer.id()).log("admitted");
    }

    @Override
    public void refused(NodeContact peer, String reason) {
        count("pigw_csp_admissions_total", "outcome", reason);
        LOG.atInfo()
                .addKeyValue("csp", self)
                .addKeyValue("peer", peer.id())
                .addKeyValue("reason", reason)
                .log("not admitted");
    }

    @Override
    public void proven() {
        count("pigw_csp_arc_proofs_total", "outcome", "given");
    }

    @Override
    public void notProven(String reason) {
        count("pigw_csp_arc_proofs_total", "outcome", reason);
    }

    /** A hop was asked what became of a ping. */
    void audited() {
        audits.increment();
    }

    /** So many nodes that a ping could have begun with were put behind all others. */
    void distrusted(int nodes) {
        distrusted.increment(nodes);
    }

    /** A link carried a ping, or lost it. */
    void saw(LinkOutcome.Kind kind) {
        count("pigw_csp_link_outcomes_total", "outcome", kind.name().toLowerCase(Locale.ROOT));
    }

    void lookedUp(LookupProof proof) {
        count("pigw_lookups_total", "proof", proof.label());
    }

    void clientAttached(NodeId client) {
        count("pigw_csp_clients_total", "outcome", "attached");
        LOG.atDebug().addKeyValue("csp", self).addKeyValue("client", client).log("client attached");
    }

    void clientGone(NodeId client) {
        count("pigw_csp_clients_total", "outcome", "gone");
        LOG.atDebug().addKeyValue("csp", self).addKeyValue("client", client).log("client gone");
    }

    void clientRefused(NodeId client, String reason) {
        count("pigw_csp_clients_total", "outcome", reason);
        LOG.atInfo()
                .addKeyValue("csp", self)
                .addKeyValue("client", client)
                .addKeyValue("reason", reason)
                .log("client not served");
    }

    @Override
    public void pinging(NodeId peer, CallId forMessage) {
        trace.record(forMessage, self.toString(), peer.toString(), "PingRequest");
    }

    @Override
    public void ended(NodeId peer, CallId forMessage, PingOutcome outcome) {
        switch (outcome) {
            case PingOutcome.Located located -> {
                count("pigw_csp_pings_total", "outcome", "located");
                trace.record(
                        forMessage,
                        peer.toString(),
                        self.toString(),
                        "PingResponse "
                                + String.join(
                                        "-",
                                        located.route().stream()
                                                .map(NodeId::toString)
                                                .toList()));
            }
            case PingOutcome.NotFound(PingOutcome.Reason reason) ->
                count("pigw_csp_pings_total", "outcome", reason.name().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public void sent(int number) {
        copies.increment(number);
    }

    @Override
    public void dropped(PingDrop reason) {
        count("pigw_pings_dropped_total", "reason", reason.label());
    }

    private void count(String name, String label, String value) {
        counters.computeIfAbsent(name + value, _ -> metrics.counter(name, label, value))
                .increment();
    }
}
