package io.pigw.peer.text;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.peer.inbox.Inbox;
import io.pigw.peer.inbox.InboxSignal;
import io.pigw.peer.inbox.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from CSPs (the paper, §3.1 steps 10 and 11): an IMS user's name counts only over a link whose other end is a
 * CSP, under that CSP's signature. The 200 goes out once the message is durable; a duplicate gets it too. On the peer's thread.
 */
public final class Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);

    /** How far a {@code Date} may lie from now, either way. */
    private static final Duration FRESHNESS = Duration.ofMinutes(10);

    private static final int RETRY_AFTER_SECONDS = 5;

    private final String overlay;
    private final NodePorts ports;
    private final Inbox inbox;
    private final InboxSignal signal;

    /**
     * Of one peer.
     *
     * @param signal raised for each message that is kept
     */
    public Receiver(String overlay, NodePorts ports, Inbox inbox, InboxSignal signal) {
        this.overlay = overlay;
        this.ports = ports;
        this.inbox = inbox;
        this.signal = signal;
    }

    /** A MESSAGE came. */
    public void onMessage(Inbound inbound, MessageRequest message) {
        Instant now = ports.clock().instant();
        Optional<Status> refusal = refusal(inbound.from(), message, now);
        if (refusal.isPresent()) {
            inbound.reply().accept(Response.to(message, refusal.get()));
            return;
        }
        ReceivedMessage received = new ReceivedMessage(
                message.from(),
                message.callId(),
                message.to(),
                message.contentType(),
                message.body(),
                message.notice(),
                now.truncatedTo(ChronoUnit.MILLIS));
        CompletableFuture<?> _ = inbox.accept(received).whenComplete((receipt, failure) -> {
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

    private Optional<Status> refusal(NodeCertificate sender, MessageRequest message, Instant now) {
        if (sender.role() != Role.CSP) {
            return Optional.of(Status.FORBIDDEN.because("Only from a CSP"));
        }
        if (!(message.from() instanceof Party.User)) {
            return Optional.of(Status.FORBIDDEN.because("From is no IMS user"));
        }
        if (!isMine(message.target())) {
            return Optional.of(Status.NOT_FOUND);
        }
        Instant date = message.date();
        if (date == null || Duration.between(date, now).abs().compareTo(FRESHNESS) > 0) {
            return Optional.of(Status.FORBIDDEN.because("Date is missing or stale"));
        }
        Identity identity = message.identity();
        if (identity == null
                || !ports.verifier().isSignedBy(sender, identity, SignedContent.message(overlay, message))) {
            return Optional.of(Status.FORBIDDEN.because("Identity is missing or invalid"));
        }
        return Optional.empty();
    }

    private boolean isMine(Party target) {
        NodeCertificate own = ports.signer().certificate();
        return switch (target) {
            case Party.Node node -> node.id().equals(own.id());
            case Party.User user -> own.users().contains(user);
        };
    }

    private static Response busy(MessageRequest message) {
        return Response.to(message, Status.SERVICE_UNAVAILABLE).retryAfter(RETRY_AFTER_SECONDS);
    }
}
