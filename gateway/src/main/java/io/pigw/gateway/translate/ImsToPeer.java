package io.pigw.gateway.translate;

import io.pigw.gateway.as.ImsMessage;
import io.pigw.gateway.cpim.Anonymity;
import io.pigw.gateway.cpim.CpimException;
import io.pigw.gateway.cpim.CpimMessage;
import io.pigw.gateway.outbox.Payload;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * SIP MESSAGE to P2PSIP MESSAGE. Via, Contact, Route, Record-Route and the P-headers stay behind; so does the SIP Call-ID, which
 * is kept beside the new one. Pure.
 *
 * @param addressing whose address is whose
 */
public record ImsToPeer(Addressing addressing) {

    /** A Date further away than this is replaced by the gateway's own: peers refuse it as stale. */
    static final Duration FRESHNESS = Duration.ofMinutes(10);

    /** To the CSP and from there to the peer: what cannot get so far is refused before it is accepted. */
    private static final int HOPS_TO_A_PEER = 2;

    /** The sender whose name is withheld (RFC 3323 §4.1.1.3). */
    private static final Party.User ANONYMOUS = new Party.User("anonymous", "anonymous.invalid");

    /**
     * Translates a message from IMS.
     *
     * @param names the Call-ID that it gets when it is for that target
     * @param now when it came
     */
    public Translation<Payload.ToPeer> translate(ImsMessage message, Function<Party, CallId> names, Instant now) {
        Addressing.Target target = addressing.target(message.requestUri());
        if (target instanceof Addressing.Target.Gateway) {
            target = addressing.target(message.toUri());
        }
        return switch (target) {
            case Addressing.Target.Gateway _ ->
                refused(Status.NOT_FOUND.because("Name a peer: sip:ID@" + addressing.overlayDomain()));
            case Addressing.Target.Nobody nobody -> refused(Status.NOT_FOUND.because(nobody.reason()));
            case Addressing.Target.Peer peer -> toPeer(peer.party(), message, names, now);
        };
    }

    private Translation<Payload.ToPeer> toPeer(
            Party to, ImsMessage message, Function<Party, CallId> names, Instant now) {
        var sender = addressing.imsUser(sender(message));
        if (sender.isEmpty()) {
            return refused(Status.BAD_REQUEST.because("From is not a user's address"));
        }
        if (addressing.isPeers(sender.get())) {
            return refused(Status.FORBIDDEN.because("From is a peer's address"));
        }
        if (message.maxForwards() < HOPS_TO_A_PEER) {
            return refused(Status.TOO_MANY_HOPS);
        }
        MessageRequest request;
        try {
            Optional<CpimMessage> cpim = cpim(message);
            boolean anonymous = isAnonymous(message);
            if (!anonymous
                    && cpim.flatMap(CpimMessage::from)
                            .filter(from -> !isTrue(from, sender.get()))
                            .isPresent()) {
                return refused(Status.FORBIDDEN.because("CPIM: From is not the sender's identity"));
            }
            Bytes body = cpim.filter(_ -> anonymous)
                    .map(within -> Anonymity.of(within).toBytes())
                    .orElse(message.body());
            request = request(to, anonymous ? ANONYMOUS : sender.get(), message, body, names.apply(to), now);
        } catch (CpimException invalid) {
            return refused(Status.BAD_REQUEST.because("CPIM: " + invalid.getMessage()));
        } catch (IllegalArgumentException invalid) {
            return refused(Status.BAD_REQUEST.because(String.valueOf(invalid.getMessage())));
        }
        return new Translation.Translated<>(new Payload.ToPeer(request, message.callId(), sender.get()));
    }

    private static Optional<CpimMessage> cpim(ImsMessage message) throws CpimException {
        return CpimMessage.isCpim(message.contentType())
                ? Optional.of(CpimMessage.parse(message.body()))
                : Optional.empty();
    }

    /** A client shows the name within, so it has to be as true as the one without. */
    private boolean isTrue(String from, Party.User sender) {
        return from.equals(Anonymity.NOBODY) || addressing.isOf(sender, from);
    }

    private static MessageRequest request(
            Party to, Party.User from, ImsMessage message, Bytes body, CallId callId, Instant now) {
        return new MessageRequest(
                to,
                Math.min(message.maxForwards() - 1, MessageRequest.INITIAL_MAX_FORWARDS),
                from,
                to,
                null,
                callId,
                Transaction.ABSENT,
                message.date().filter(date -> isFresh(date, now)).orElse(now),
                message.contentType().isEmpty() ? null : message.contentType(),
                null,
                null,
                List.of(),
                body);
    }

    /**
     * Who sent it: the identity that the core asserts, and nobody where it asserts none, for then From is no more than what the client
     * says (TS 24.229 §5.7.1.4). Of a message from elsewhere, From.
     */
    public static String sender(ImsMessage message) {
        return message.assertedIdentity().orElse(message.trusted() ? Anonymity.NOBODY : message.fromUri());
    }

    private static boolean isAnonymous(ImsMessage message) {
        return message.anonymous() || sender(message).equals(Anonymity.NOBODY);
    }

    /** What the peer is told when its message did not reach IMS: from the target, about the message. */
    public Payload.ToPeer notice(Payload.ToIms failed, Party origin, Notice.Kind kind, CallId callId, Instant now) {
        Party.User target = addressing
                .imsUser(failed.message().requestUri())
                .orElseThrow(() -> new IllegalStateException("the target was translated before"));
        MessageRequest notice = new MessageRequest(
                origin,
                MessageRequest.INITIAL_MAX_FORWARDS,
                target,
                origin,
                null,
                callId,
                Transaction.ABSENT,
                now,
                NoticeText.CONTENT_TYPE,
                null,
                new Notice(kind, failed.callId()),
                List.of(),
                NoticeText.of(kind, target, failed.message().date()));
        return new Payload.ToPeer(notice, "", target);
    }

    private static boolean isFresh(Instant date, Instant now) {
        return Duration.between(date, now).abs().compareTo(FRESHNESS) <= 0;
    }

    private static Translation<Payload.ToPeer> refused(Status status) {
        return new Translation.Refused<>(status);
    }
}
