package io.pigw.gateway.as;

import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.IncomingRequest;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.Status;
import io.pigw.overlay.limit.DistinctRecipients;
import io.pigw.overlay.limit.Overload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Lets MESSAGEs in: what is in order, while there is room, each once for each client transaction. What finds no room is refused
 * with 503 and costs neither a transaction nor a place; whoever writes to too many is refused with 480, which concerns that
 * message alone and not, as 503 would, the gateway (RFC 3263 §4.3). Called on event loops, several at once.
 */
final class MessageDoor {

    /** What part of the places must be taken before there can be overload. */
    private static final int QUEUE_PART = 10;

    private final RequestChecks checks;
    private final AsPorts ports;
    private final SipMetrics metrics;
    private final Ongoing ongoing;
    private final Overload overload;
    private final DistinctRecipients recipients;
    private final boolean believesFrom;
    private final RecentRefusals refusals = new RecentRefusals();

    MessageDoor(RequestChecks checks, AsConfig config, AsPorts ports, SipMetrics metrics) {
        this.checks = checks;
        this.ports = ports;
        this.metrics = metrics;
        this.ongoing = new Ongoing(config.maxInFlight());
        this.overload = new Overload(Math.max(1, config.maxInFlight() / QUEUE_PART));
        this.recipients = new DistinctRecipients(config.recipientsPerHour(), ports.random());
        this.believesFrom = config.trustDomain().isEmpty();
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
        String sender = writer(read);
        String recipient = recipient(read.message());
        if (!recipients.admits(sender, recipient, now)) {
            tooManyRecipients(request, sender, now);
            return;
        }
        switch (ongoing.enter(request, read.sender())) {
            case RETRANSMISSION -> {}
            case MERGED -> request.refuse(Status.of(482, "Loop Detected"));
            case FULL -> noRoom(request, "in_flight", busy(now), now);
            case SHARE_USED -> noRoom(request, "sender_share", busy(now), now);
            case ENTERED -> {
                if (recipients.record(sender, recipient, now)) {
                    handOver(request, read.message(), now);
                } else {
                    ongoing.leave(Ongoing.Key.of(request));
                    tooManyRecipients(request, sender, now);
                }
            }
        }
    }

    /** Whose recipients are counted. An address may stand for many: it counts where From is a stranger's to choose. */
    private String writer(MessageReader.Outcome.Read read) {
        ImsMessage message = read.message();
        boolean byFrom = message.assertedIdentity().isEmpty() && (message.trusted() || believesFrom);
        return byFrom ? message.fromUri() : read.sender();
    }

    /** Both names that may say whom it is for: To does where the request URI is the gateway's own. */
    private static String recipient(ImsMessage message) {
        return message.requestUri() + ' ' + message.toUri();
    }

    private void tooManyRecipients(IncomingRequest request, String sender, Instant now) {
        metrics.count(SipMetrics.REFUSED, "recipients");
        long seconds = recipients.retryAfter(sender, now).toSeconds() + 1;
        request.refuse(new Status(
                480, "Too Many Recipients", List.of(new HeaderField("Retry-After", Long.toString(seconds)))));
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
