package io.pigw.runtime.net;

import io.micrometer.core.instrument.Counter;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.runtime.identity.RefusalReason;
import io.pigw.runtime.metrics.Metrics;

/** What endpoints count. All endpoints of a process count together. */
final class LinkMetrics {

    private final Metrics metrics;
    private final Counter dialled;
    private final Counter accepted;
    private final Counter closed;
    private final Counter fullHandshakes;
    private final Counter received;
    private final Counter sent;
    private final Counter unmatched;
    private final Counter handlerFailures;
    private final Counter paused;
    private final Counter unfinished;

    LinkMetrics(Metrics metrics) {
        this.metrics = metrics;
        this.dialled = metrics.counter("pigw_links_opened_total", "side", "dialled");
        this.accepted = metrics.counter("pigw_links_opened_total", "side", "accepted");
        this.closed = metrics.counter("pigw_links_closed_total");
        this.fullHandshakes = metrics.counter("pigw_tls_certificates_checked_total");
        this.received = metrics.counter("pigw_messages_received_total");
        this.sent = metrics.counter("pigw_messages_sent_total");
        this.unmatched = metrics.counter("pigw_answers_unmatched_total");
        this.paused = metrics.counter("pigw_links_paused_total");
        this.unfinished = metrics.counter("pigw_messages_unfinished_total");
        this.handlerFailures = metrics.counter("pigw_handler_failures_total");
    }

    void opened(boolean byUs) {
        (byUs ? dialled : accepted).increment();
    }

    void closed() {
        closed.increment();
    }

    void fullHandshake() {
        fullHandshakes.increment();
    }

    void received() {
        received.increment();
    }

    void sent() {
        sent.increment();
    }

    /** An answer that nothing waits for, or no more. */
    void unmatched() {
        unmatched.increment();
    }

    /** A node sent more than its pace: it is not read for a moment. */
    void paused() {
        paused.increment();
    }

    /** A message began and did not end in time. */
    void unfinished() {
        unfinished.increment();
    }

    void handlerFailed() {
        handlerFailures.increment();
    }

    /** Something was proven of a node that has a link, or had one a moment ago. */
    void misbehaved(String what) {
        metrics.counter("pigw_misbehaviour_total", "what", what).increment();
    }

    /** A connection waits, for too many handshakes of its address have failed. */
    void slowed() {
        metrics.counter("pigw_links_slowed_total").increment();
    }

    void refused(RefusalReason reason) {
        metrics.counter("pigw_links_refused_total", "reason", reason.label()).increment();
    }

    /** An open link was closed because of the other end's certificate. */
    void ended(RefusalReason reason) {
        metrics.counter("pigw_links_ended_total", "reason", reason.label()).increment();
    }

    /** A list of revoked certificates was sent to another node. */
    void crlHandedOn() {
        metrics.counter("pigw_revocation_handed_on_total").increment();
    }

    void decodeError(Rule rule) {
        metrics.counter("pigw_decode_errors_total", "rule", rule.label()).increment();
    }

    /** A one-way message or an answer could not be sent. */
    void dropped(String reason) {
        metrics.counter("pigw_sends_dropped_total", "reason", reason).increment();
    }

    void dialFailed() {
        metrics.counter("pigw_dials_failed_total").increment();
    }
}
