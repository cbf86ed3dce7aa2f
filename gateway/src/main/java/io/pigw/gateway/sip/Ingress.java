package io.pigw.gateway.sip;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import io.pigw.p2psip.Bytes;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;

/** What happens to a framed message: judged, then handed to the RI, answered at once, or dropped. Runs on event loops. */
final class Ingress {

    private static final HeaderField BUSY_FOR = new HeaderField("Retry-After", "5");

    private final Guard guard = new Guard();
    private final StackHandoff handoff;
    private final SipMetrics metrics;

    Ingress(StackHandoff handoff, SipMetrics metrics) {
        this.handoff = handoff;
        this.metrics = metrics;
    }

    /** Takes one message with its body. */
    void message(HeadScan scan, Bytes body, Source source, SipChannel channel) {
        switch (guard.judge(scan, body, source, channel)) {
            case Verdict.Request accepted -> request(accepted.request(), scan.head(), source, channel);
            case Verdict.Response accepted -> {
                metrics.count(SipMetrics.RECEIVED, "response");
                channel.stamp(accepted.response());
                handoff.response(accepted.response(), channel);
            }
            case Verdict.Refuse refused -> refuse(scan.head(), refused.rule(), source, channel);
            case Verdict.Drop dropped ->
                metrics.count(SipMetrics.DROPPED, dropped.rule().label());
        }
    }

    private void request(SIPRequest request, SipHead head, Source source, SipChannel channel) {
        String method = request.getMethod();
        metrics.count(SipMetrics.RECEIVED, Methods.isKnown(method) ? method : "other");
        mark(request.getTopmostVia(), source);
        channel.stamp(request);
        if (!handoff.request(request, channel) && !method.equals("ACK")) {
            refuse(head, Rule.BUSY, source, channel);
        }
    }

    private void refuse(SipHead head, Rule rule, Source source, SipChannel channel) {
        metrics.count(SipMetrics.REFUSED, rule.label());
        List<HeaderField> fields = rule == Rule.BUSY ? List.of(BUSY_FOR) : List.of();
        StatelessReply.send(head, new Status(rule.status(), rule.reason(), fields), source, channel, metrics);
    }

    /** RFC 3261 §18.2.1 and RFC 3581 §4: says where the request really came from, so that the answer goes there. */
    private static void mark(Via via, Source source) {
        String host = source.host();
        boolean rport = via.hasParameter(Via.RPORT);
        try {
            if (rport || !host.equals(via.getHost())) {
                via.setParameter(Via.RECEIVED, host);
            }
            if (rport) {
                via.setParameter(Via.RPORT, Integer.toString(source.address().getPort()));
            }
        } catch (ParseException e) {
            throw new IllegalStateException("an address must be a Via parameter", e);
        }
    }

    /** The rule that the body's length breaks against the head's Content-Length, for a datagram (RFC 3261 §18.3). */
    static Optional<Rule> datagramLength(SipHead head, int present) {
        Optional<Long> promised = Guard.contentLength(head);
        if (promised.isEmpty()) {
            return Optional.empty();
        }
        if (promised.get() < 0) {
            return Optional.of(Rule.BAD_CONTENT_LENGTH);
        }
        return promised.get() > present ? Optional.of(Rule.TRUNCATED) : Optional.empty();
    }
}
