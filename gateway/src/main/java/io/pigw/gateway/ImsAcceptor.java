package io.pigw.gateway;

import io.pigw.gateway.as.Answer;
import io.pigw.gateway.as.ImsMessage;
import io.pigw.gateway.as.MessageAcceptor;
import io.pigw.gateway.names.MessageNames;
import io.pigw.gateway.outbox.Acceptance;
import io.pigw.gateway.outbox.Draft;
import io.pigw.gateway.outbox.Outbox;
import io.pigw.gateway.outbox.OutboxKey;
import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.translate.ImsToPeer;
import io.pigw.gateway.translate.Translation;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.trace.MessageTrace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes messages from IMS (the paper, §3.1 steps 1 and 2): translated, on disk, then 200. Any thread. */
final class ImsAcceptor implements MessageAcceptor {

    private static final Logger LOG = LoggerFactory.getLogger(ImsAcceptor.class);
    private static final Answer LATER =
            new Answer(503, "Service Unavailable", List.of(new HeaderField("Retry-After", "5")));
    private static final Answer EXPIRED = Answer.of(400, "The Message Has Expired");

    private final NodeId self;
    private final ImsToPeer translator;
    private final Outbox outbox;
    private final Duration expiry;
    private final Answer success;
    private final OutboxRoom room;
    private final InstantSource clock;
    private final MessageNames names;
    private final MessageTrace trace;
    private final Consumer<Acceptance> accepted;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean draining;

    /**
     * What it is made of.
     *
     * @param expiry after which a message is given up at the latest
     * @param acceptStatus 200 or 202
     * @param names what messages are called on the overlay's side
     */
    record Parts(
            NodeId self,
            ImsToPeer translator,
            Outbox outbox,
            Duration expiry,
            int acceptStatus,
            OutboxRoom room,
            InstantSource clock,
            MessageNames names,
            MessageTrace trace) {}

    /** Accepted messages are answered {@code acceptStatus} and told to {@code accepted}, on the outbox's loop. */
    ImsAcceptor(Parts parts, Consumer<Acceptance> accepted) {
        this.self = parts.self();
        this.translator = parts.translator();
        this.outbox = parts.outbox();
        this.expiry = parts.expiry();
        this.success = success(parts.acceptStatus());
        this.room = parts.room();
        this.clock = parts.clock();
        this.names = parts.names();
        this.trace = parts.trace();
        this.accepted = accepted;
    }

    @Override
    public CompletionStage<Answer> accept(ImsMessage message) {
        Instant now = clock.instant();
        if (message.expiresAt().filter(now::isAfter).isPresent()) {
            return CompletableFuture.completedFuture(EXPIRED);
        }
        return switch (translator.translate(message, target -> names.overlayCallId(key(message, target)), now)) {
            case Translation.Refused<Payload.ToPeer> refused ->
                CompletableFuture.completedFuture(
                        Answer.of(refused.status().code(), refused.status().reason()));
            case Translation.Translated<Payload.ToPeer>(Payload.ToPeer payload) -> {
                trace.record(payload.callId(), payload.sender().toString(), self.toString(), "SIP MESSAGE");
                yield store(draft(message, payload, now), payload);
            }
        };
    }

    private Draft draft(ImsMessage message, Payload.ToPeer payload, Instant now) {
        OutboxKey key = key(message, payload.message().target());
        Instant latest = now.plus(expiry);
        Instant expiresAt = message.expiresAt().filter(latest::isAfter).orElse(latest);
        return new Draft(key, payload, success.status(), now, expiresAt, now);
    }

    private static OutboxKey key(ImsMessage message, Party target) {
        return OutboxKey.ofSip(
                ImsToPeer.sender(message),
                message.fromTag().orElse(""),
                message.callId(),
                message.cseq(),
                target,
                message.contentType(),
                message.body());
    }

    /**
     * A full outbox still tells copies of what it accepted; only one that cannot refuses unseen. So does one that is to end: a
     * copy is known after the next start.
     */
    @Override
    public Optional<Answer> refusal() {
        return draining || outbox.isJammed() ? Optional.of(LATER) : Optional.empty();
    }

    /** Refuses all from now on. Any thread. */
    void drain() {
        draining = true;
    }

    /** Messages that are being stored and not answered yet. Any thread. */
    int underWay() {
        return underWay.get();
    }

    private CompletionStage<Answer> store(Draft draft, Payload.ToPeer payload) {
        CompletableFuture<Answer> answered = new CompletableFuture<>();
        underWay.incrementAndGet();
        var _ = answered.whenComplete((_, _) -> underWay.decrementAndGet());
        outbox.accept(draft).whenComplete((acceptance, failure) -> {
            if (failure != null) {
                LOG.atWarn()
                        .setCause(failure)
                        .addKeyValue("callId", payload.callId())
                        .log("message was not stored");
                answered.complete(LATER);
                return;
            }
            Answer answer = switch (acceptance) {
                case Acceptance.Stored _ -> success;
                case Acceptance.Duplicate(int status) -> success(status);
                case Acceptance.Full _ -> room.refusal().orElse(LATER);
            };
            trace.record(
                    payload.callId(),
                    self.toString(),
                    payload.sender().toString(),
                    "SIP " + answer.status() + " " + answer.reason());
            answered.complete(answer);
            accepted.accept(acceptance);
        });
        return answered;
    }

    private static Answer success(int status) {
        return Answer.of(status, status == 202 ? "Accepted" : "OK");
    }
}
