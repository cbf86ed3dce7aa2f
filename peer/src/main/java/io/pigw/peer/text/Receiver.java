package io.pigw.peer.text;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.peer.inbox.Inbox;
import io.pigw.peer.inbox.InboxSignal;
import io.pigw.peer.inbox.ReceivedMessage;
import io.pigw.runtime.cms.MimeEntity;
import io.pigw.runtime.cms.Opener;
import io.pigw.runtime.cms.Sealer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from CSPs (the paper, §3.1 steps 10 and 11) and from other peers, by the {@link ReceiverRules}. The 200 goes out
 * once the message is durable; a duplicate gets it too. On the peer's thread.
 */
public final class Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);

    private static final int RETRY_AFTER_SECONDS = 5;

    private final ReceiverRules rules;
    private final NodePorts ports;
    private final Supplier<Opener> opener;
    private final Inbox inbox;
    private final InboxSignal signal;
    private int underWay;

    /**
     * Of one peer.
     *
     * @param opener decrypts what is encrypted to this peer, by its keys of now
     * @param signal raised for each message that is kept
     */
    public Receiver(String overlay, NodePorts ports, Supplier<Opener> opener, Inbox inbox, InboxSignal signal) {
        this.opener = opener;
        this.rules = new ReceiverRules(overlay, ports);
        this.ports = ports;
        this.inbox = inbox;
        this.signal = signal;
    }

    /** A MESSAGE came. */
    public void onMessage(Inbound inbound, MessageRequest message) {
        Instant now = ports.clock().instant();
        Optional<Status> refusal = rules.refusal(inbound.from(), message, now);
        if (refusal.isPresent()) {
            boolean isBusy = refusal.get().code() == Status.SERVICE_UNAVAILABLE.code();
            inbound.reply().accept(isBusy ? busy(message) : Response.to(message, refusal.get()));
            return;
        }
        ReceivedMessage received = received(message, now.truncatedTo(ChronoUnit.MILLIS));
        underWay++;
        CompletableFuture<?> _ = inbox.accept(received).whenComplete((receipt, failure) -> {
            underWay--;
            if (failure != null) {
                LOG.atWarn()
                        .setCause(failure)
                        .addKeyValue("callId", message.callId())
                        .log("message not kept");
                inbound.reply().accept(busy(message));
                return;
            }
            inbound.reply().accept(answer(message, receipt));
        });
    }

    /** Messages that are being stored and not answered yet. */
    public int underWay() {
        return underWay;
    }

    /** What is encrypted to another, or was altered, is kept as it came. */
    private ReceivedMessage received(MessageRequest message, Instant at) {
        Optional<MimeEntity> within =
                Sealer.isSealed(message.contentType()) ? opener.get().open(message.body()) : Optional.empty();
        return new ReceivedMessage(
                message.from(),
                message.callId(),
                message.to(),
                within.map(MimeEntity::contentType).orElse(message.contentType()),
                within.map(MimeEntity::body).orElse(message.body()),
                message.notice(),
                within.isPresent(),
                at);
    }

    private Response answer(MessageRequest message, Inbox.Receipt receipt) {
        return switch (receipt) {
            case STORED -> {
                signal.raise();
                yield Response.to(message, Status.OK);
            }
            case DUPLICATE -> Response.to(message, Status.OK);
            case FULL -> busy(message);
        };
    }

    private static Response busy(MessageRequest message) {
        return Response.to(message, Status.SERVICE_UNAVAILABLE).retryAfter(RETRY_AFTER_SECONDS);
    }
}
