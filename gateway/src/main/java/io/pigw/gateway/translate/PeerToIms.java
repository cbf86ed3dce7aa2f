package io.pigw.gateway.translate;

import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.ua.OutgoingMessage;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import io.pigw.p2psip.message.Status;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * P2PSIP MESSAGE to SIP MESSAGE. Via, Contact, Identity and the P2PSIP Call-ID stay behind. Call-ID, From tag, CSeq and branch
 * are chosen once, so that each resend repeats them. Pure.
 *
 * @param addressing whose address is whose
 */
public record PeerToIms(Addressing addressing) {

    private static final int CALL_ID_BYTES = 16;
    private static final int TAG_BYTES = 8;
    private static final String MAGIC_COOKIE = "z9hG4bK";

    /**
     * Translates a peer's message.
     *
     * @param sender the originator's verified certificate
     * @param random for Call-ID, tag and branch
     */
    public Translation<Payload.ToIms> translate(
            MessageRequest message, NodeCertificate sender, RandomGenerator random, Instant now) {
        if (!(message.to() instanceof Party.User to) || !to.domain().equalsIgnoreCase(addressing.imsDomain())) {
            return new Translation.Refused<>(Status.NOT_FOUND.because("Not a user of " + addressing.imsDomain()));
        }
        if (message.maxForwards() < 1) {
            return new Translation.Refused<>(Status.TOO_MANY_HOPS);
        }
        Party from = addressing.certifiedName(message.from(), sender.id(), sender.users());
        OutgoingMessage outgoing;
        try {
            outgoing = outgoing(
                    addressing.imsUri(from),
                    addressing.imsUri(to),
                    message.date() == null ? now : message.date(),
                    message.contentType() == null ? NoticeText.CONTENT_TYPE : message.contentType(),
                    message.body(),
                    message.maxForwards() - 1,
                    random);
        } catch (IllegalArgumentException invalid) {
            return new Translation.Refused<>(Status.BAD_REQUEST.because("To cannot be written as a SIP URI"));
        }
        return new Translation.Translated<>(new Payload.ToIms(outgoing, message.callId(), sender.id()));
    }

    /** What the IMS client is told when its message reached no peer: from the target that was not reached. */
    public Payload.ToIms notice(Payload.ToPeer failed, Notice.Kind kind, RandomGenerator random, Instant now) {
        MessageRequest message = failed.message();
        OutgoingMessage outgoing = outgoing(
                addressing.imsUri(message.to()),
                addressing.imsUri(failed.sender()),
                now,
                NoticeText.CONTENT_TYPE,
                NoticeText.of(kind, message.to()),
                MessageRequest.INITIAL_MAX_FORWARDS,
                random);
        return new Payload.ToIms(outgoing, message.callId(), null);
    }

    private OutgoingMessage outgoing(
            String from,
            String to,
            Instant date,
            String contentType,
            Bytes body,
            int maxForwards,
            RandomGenerator random) {
        String callId = hex(random, CALL_ID_BYTES) + "@" + addressing.overlayDomain();
        String fromTag = hex(random, TAG_BYTES);
        return new OutgoingMessage(
                to,
                to,
                from,
                fromTag,
                callId,
                1,
                MAGIC_COOKIE + hex(random, TAG_BYTES),
                List.of(from),
                Optional.of(date),
                maxForwards,
                contentType,
                body);
    }

    private static String hex(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
