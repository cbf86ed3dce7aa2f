package io.pigw.gateway.peer;

import io.pigw.gateway.names.MessageNames;
import io.pigw.gateway.outbox.Acceptance;
import io.pigw.gateway.outbox.Draft;
import io.pigw.gateway.outbox.Entry;
import io.pigw.gateway.outbox.Outbox;
import io.pigw.gateway.outbox.OutboxKey;
import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.translate.PeerToIms;
import io.pigw.gateway.translate.Translation;
import io.pigw.overlay.limit.Overload;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.trace.MessageTrace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages of peers from CSPs (the paper, §3.2): checked, translated, on disk, then 200. While the disk is behind, some are
 * refused with 503 at once, for which the CSP and the peer try again. On the gateway's loop.
 */
public final class PeerMessages {

    private static final Logger LOG = LoggerFactory.getLogger(PeerMessages.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    /** Fewer that wait for the disk at a time are no queue. */
    private static final int LEAST_QUEUE = 200;

    private final NodeId self;
    private final SenderCheck senders;
    private final PeerToIms translator;
    private final Outbox outbox;
    private final Duration expiry;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Overload overload = new Overload(LEAST_QUEUE);
    private final MessageNames names;
    private final MessageTrace trace;
    private final Consumer<Acceptance> accepted;
    private int underWay;

    /**
     * A taker of messages.
     *
     * @param self the gateway
     * @param expiry how long delivery is tried
     * @param names what messages are called on the IMS side
     * @param accepted told of each message that was offered to the outbox
     */
    public PeerMessages(
            NodeCertificate self,
            Verifier verifier,
            PeerToIms translator,
            Outbox outbox,
            Duration expiry,
            InstantSource clock,
            RandomGenerator random,
            MessageNames names,
            MessageTrace trace,
            Consumer<Acceptance> accepted) {
        this.self = self.id();
        this.senders = new SenderCheck(self.overlay(), verifier);
        this.translator = translator;
        this.outbox = outbox;
        this.expiry = expiry;
        this.clock = clock;
        this.random = random;
        this.names = names;
        this.trace = trace;
        this.accepted = accepted;
    }

    /** Answers a message, at once or when it is on disk. */
    public void take(Inbound inbound, MessageRequest message) {
        String csp = inbound.from().id().toString();
        judge(inbound, message, answer -> {
            trace.record(
                    message.callId(),
                    self.toString(),
                    csp,
                    "P2PSIP " + answer.status().code() + " " + answer.status().reason());
            inbound.reply().accept(answer);
        });
    }

    private void judge(Inbound inbound, MessageRequest message, Consumer<Response> reply) {
        if (inbound.from().role() != Role.CSP) {
            refuse(message, Status.FORBIDDEN.because("only a CSP may send this"), reply);
            return;
        }
        Instant now = clock.instant();
        if (!overload.admits(now)) {
            reply.accept(Response.to(message, Status.SERVICE_UNAVAILABLE)
                    .retryAfter(overload.retryAfterSeconds(now, random)));
            return;
        }
        switch (senders.check(message, now)) {
            case SenderCheck.Result.Refused(Status status) -> refuse(message, status, reply);
            case SenderCheck.Result.Genuine(NodeCertificate sender) -> {
                OutboxKey key = OutboxKey.ofP2psip(sender.id(), message.callId());
                switch (translator.translate(message, sender, names.sip(key), now)) {
                    case Translation.Refused<Payload.ToIms>(Status status) -> refuse(message, status, reply);
                    case Translation.Translated<Payload.ToIms>(Payload.ToIms payload) ->
                        store(message, draft(key, message, payload, now), reply);
                }
            }
        }
    }

    private Draft draft(OutboxKey key, MessageRequest message, Payload.ToIms payload, Instant now) {
        Instant date = message.date();
        Instant signed = date == null ? now : date;
        return new Draft(key, payload, Status.OK.code(), now, now.plus(expiry), signed.plus(SenderCheck.FRESHNESS));
    }

    private void store(MessageRequest message, Draft draft, Consumer<Response> reply) {
        underWay++;
        Instant entered = clock.instant();
        overload.entered(entered);
        outbox.accept(draft).whenComplete((acceptance, failure) -> {
            underWay--;
            overload.answered(entered, clock.instant());
            if (failure != null) {
                LOG.atWarn()
                        .setCause(failure)
                        .addKeyValue("callId", message.callId())
                        .log("message was not stored");
                reply.accept(Response.to(message, Status.SERVICE_UNAVAILABLE).retryAfter(RETRY_AFTER_SECONDS));
                return;
            }
            reply.accept(
                    switch (acceptance) {
                        case Acceptance.Stored(Entry _), Acceptance.Duplicate(int _) -> Response.to(message, Status.OK);
                        case Acceptance.Full() ->
                            Response.to(message, Status.SERVICE_UNAVAILABLE).retryAfter(RETRY_AFTER_SECONDS);
                    });
            accepted.accept(acceptance);
        });
    }

    /** Messages that are being stored and not answered yet. On the gateway's loop. */
    public int underWay() {
        return underWay;
    }

    /** What part of the messages is let in, above 0 to 1: less than 1 under overload. Any thread. */
    public double admittedShare() {
        return overload.share(clock.instant());
    }

    private static void refuse(MessageRequest message, Status status, Consumer<Response> reply) {
        LOG.atInfo()
                .addKeyValue("callId", message.callId())
                .addKeyValue("status", status.code())
                .addKeyValue("reason", status.reason())
                .log("a peer's message was refused");
        reply.accept(Response.to(message, status));
    }
}
