package io.pigw.gateway.translate;

import io.pigw.gateway.cpim.Anonymity;
import io.pigw.gateway.cpim.CpimException;
import io.pigw.gateway.cpim.CpimMessage;
import io.pigw.gateway.cpim.Imdn;
import io.pigw.gateway.cpim.ImdnRequest;
import io.pigw.gateway.names.SipNames;
import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.sip.SipText;
import io.pigw.gateway.ua.OutgoingMessage;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import io.pigw.p2psip.message.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * P2PSIP MESSAGE to SIP MESSAGE. Via, Contact, Identity and the P2PSIP Call-ID stay behind. What the message is called is
 * kept with it, so that each resend repeats it. Pure.
 *
 * @param addressing whose address is whose
 */
public record PeerToIms(Addressing addressing) {

    /**
     * Translates a peer's message.
     *
     * @param sender the originator's verified certificate
     * @param names what it is called from here on
     */
    public Translation<Payload.ToIms> translate(
            MessageRequest message, NodeCertificate sender, SipNames names, Instant now) {
        if (!(message.to() instanceof Party.User to) || !to.domain().equalsIgnoreCase(addressing.imsDomain())) {
            return new Translation.Refused<>(Status.NOT_FOUND.because("Not a user of " + addressing.imsDomain()));
        }
        if (message.maxForwards() < 1) {
            return new Translation.Refused<>(Status.TOO_MANY_HOPS);
        }
        String contentType = message.contentType() == null ? NoticeText.CONTENT_TYPE : message.contentType();
        if (!MediaTypes.isAccepted(contentType)) {
            return new Translation.Refused<>(MediaTypes.UNSUPPORTED);
        }
        Optional<Status> refusal = CpimMessage.isCpim(contentType) ? cpimRefusal(message, sender) : Optional.empty();
        if (refusal.isPresent()) {
            return new Translation.Refused<>(refusal.get());
        }
        Party from = addressing.certifiedName(message.from(), sender.id(), sender.users());
        OutgoingMessage outgoing;
        try {
            outgoing = outgoing(
                    addressing.identities(from, sender.id()),
                    addressing.imsUri(addressing.plain(to)),
                    Optional.empty(),
                    message.date() == null ? now : message.date(),
                    contentType,
                    message.body(),
                    message.maxForwards() - 1,
                    names);
        } catch (IllegalArgumentException invalid) {
            return new Translation.Refused<>(Status.BAD_REQUEST.because("To cannot be written as a SIP URI"));
        }
        return new Translation.Translated<>(new Payload.ToIms(outgoing, message.callId(), sender.id()));
    }

    /** A client shows the name within, so it has to be as true as the one without. */
    private Optional<Status> cpimRefusal(MessageRequest message, NodeCertificate sender) {
        try {
            boolean own = CpimMessage.parse(message.body())
                    .from()
                    .map(from -> addressing.isOwn(from, sender.id(), sender.users()))
                    .orElse(true);
            return own
                    ? Optional.empty()
                    : Optional.of(Status.FORBIDDEN.because("CPIM: From is not in the certificate"));
        } catch (CpimException invalid) {
            return Optional.of(Status.BAD_REQUEST.because("CPIM: " + invalid.getMessage()));
        }
    }

    /**
     * The disposition notification about a message (RFC 5438 §12.1.3.1): from its recipient to the sender that is known, whatever
     * addresses stand in the message.
     */
    public Payload.ToIms imdn(
            Payload.ToPeer about, ImdnRequest request, Imdn.Status status, SipNames names, Instant now) {
        String from = addressing.imsUri(about.message().to());
        String to = addressing.imsUri(about.sender());
        Instant sent = about.message().date();
        CpimMessage imdn = Imdn.write(
                request,
                status,
                names.imdnId(),
                from,
                request.from().filter(uri -> !uri.equals(Anonymity.NOBODY)).orElse(to),
                sent == null ? now : sent,
                now);
        OutgoingMessage outgoing = outgoing(
                List.of(from),
                to,
                named(about),
                now,
                CpimMessage.TYPE,
                imdn.toBytes(),
                MessageRequest.INITIAL_MAX_FORWARDS,
                names);
        return new Payload.ToIms(outgoing, about.callId(), null);
    }

    /** What the IMS client is told when its message reached no peer: from the target that was not reached. */
    public Payload.ToIms notice(Payload.ToPeer failed, Notice.Kind kind, SipNames names, Instant now) {
        MessageRequest message = failed.message();
        OutgoingMessage outgoing = outgoing(
                List.of(addressing.imsUri(message.to())),
                addressing.imsUri(failed.sender()),
                named(failed),
                now,
                NoticeText.CONTENT_TYPE,
                NoticeText.of(kind, message.to(), Optional.ofNullable(message.date())),
                MessageRequest.INITIAL_MAX_FORWARDS,
                names);
        return new Payload.ToIms(outgoing, message.callId(), null);
    }

    /** What its sender called the message. */
    private static Optional<String> named(Payload.ToPeer about) {
        return Optional.of(about.sipCallId()).filter(SipText::isCallId);
    }

    private OutgoingMessage outgoing(
            List<String> from,
            String to,
            Optional<String> inReplyTo,
            Instant date,
            String contentType,
            Bytes body,
            int maxForwards,
            SipNames names) {
        return new OutgoingMessage(
                to,
                to,
                from.getFirst(),
                names.fromTag(),
                names.callId() + "@" + addressing.overlayDomain(),
                1,
                names.branch(),
                from,
                inReplyTo,
                Optional.of(date),
                maxForwards,
                contentType,
                body);
    }
}
