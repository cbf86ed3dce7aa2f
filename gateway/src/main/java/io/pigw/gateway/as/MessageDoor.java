package io.pigw.gateway.as;

import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.IncomingRequest;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Lets MESSAGEs in: what is in order, while there is room, each once for each client transaction. What finds no room is refused
 * with 503 and costs neither a transaction nor a place. Called on event loops, several at once.
 */
final class MessageDoor {

    /** What part of the places must be taken before there can be overload. */
    private static final int QUEUE_PART = 10;

    private final RequestChecks checks;
    private final AsPorts ports;
    private final SipMetrics metrics;
    private final Ongoing ongoing;
    private final Overload overload;
    private final RecentRefusals refusals = new RecentRefusals();

    MessageDoor(RequestChecks checks, int maxInFlight, AsPorts ports, SipMetrics metrics) {
        this.checks = checks;
        this.ports = ports;
        this.metrics = metrics;
        this.ongoing = new Ongoing(maxInFlight);
        this.overload = new Overload(Math.max(1, maxInFlight / QUEUE_PART));
    }

    void request(IncomingRequest request, boolean trusted) {
        if (ongoing.isRetransmission(request)) {
            return;
        }
        Instant now = ports.clock().instant();
        Optional<Status> refusal = checks.ofMessage(request);
        if (refusal.isPresent()) {
            request.refuse(refusal.get());
            return;
        }
        switch (MessageReader.read(request, trusted, now)) {
            case MessageReader.Outcome.Refused refused -> request.refuse(refused.status());
            case MessageReader.Outcome.Read read -> admit(request, read, now);
        }
    }

    private void admit(IncomingRequest request, MessageReader.Outcome.Read read, Instant now) {
        if (refusals.contains(request.branch(), now)) {
            metrics.count(SipMetrics.REFUSED, "refused_before");
            request.refuse(busy(now));
            return;
        }
        Optional<Answer> full = ports.messages().refusal();
        if (full.isPresent()) {
            noRoom(request, "outbox_full", Handover.status(full.get()), now);
            return;
        }
        if (!overload.admits(now)) {
            noRoom(request, "overload", busy(now), now);
            return;
        }
        switch (ongoing.enter(request, read.sender())) {
            case RETRANSMISSION -> {}
            case MERGED -> request.refuse(Status.of(482, "Loop Detected"));
            case FULL -> noRoom(request, "in_flight", busy(now), now);
            case SHARE_USED -> noRoom(request, "sender_share", busy(now), now);
            case ENTERED -> handOver(request, read.message(), now);
        }
    }

    private void handOver(IncomingRequest request, ImsMessage message, Instant now) {
        Ongoing.Key key = Ongoing.Key.of(request);
        Handover.of(request, () -> measured(message, now), () -> ongoing.leave(key));
    }

    private CompletionStage<Answer> measured(ImsMessage message, Instant now) {
        overload.entered(now);
        try {
            return ports.messages()
                    .accept(message)
                    .whenComplete((_, _) -> overload.answered(now, ports.clock().instant()));
        } catch (RuntimeException e) {
            overload.answered(now, ports.clock().instant());
            throw e;
        }
    }

    private void noRoom(IncomingRequest request, String reason, Status status, Instant now) {
        refusals.add(request.branch(), now);
        metrics.count(SipMetrics.REFUSED, reason);
        request.refuse(status);
    }

    private Status busy(Instant now) {
        int seconds = overload.retryAfterSeconds(now, ports.random());
        return new Status(
                503, "Service Unavailable", List.of(new HeaderField("Retry-After", Integer.toString(seconds))));
    }

    double admittedShare(Instant now) {
        return overload.share(now);
    }

    int inFlight() {
        return ongoing.size();
    }
}
