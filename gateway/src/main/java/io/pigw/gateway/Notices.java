package io.pigw.gateway;

import io.pigw.gateway.cpim.CpimException;
import io.pigw.gateway.cpim.CpimMessage;
import io.pigw.gateway.cpim.Imdn;
import io.pigw.gateway.cpim.ImdnRequest;
import io.pigw.gateway.names.MessageNames;
import io.pigw.gateway.outbox.Draft;
import io.pigw.gateway.outbox.Entry;
import io.pigw.gateway.outbox.Fate;
import io.pigw.gateway.outbox.OutboxKey;
import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.outbox.ReportWriter;
import io.pigw.gateway.translate.ImsToPeer;
import io.pigw.gateway.translate.PeerToIms;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells the sender on the other side what became of its message (the paper, §2.7): a SIP MESSAGE to an IMS client, a P2PSIP MESSAGE
 * to a peer. An IMS client that asked for disposition notifications (RFC 5438) gets those instead; nobody gets more than one.
 * Nothing is told of what tells of another message.
 */
final class Notices implements ReportWriter {

    /** A notice is nobody's request; the column holds the usual code. */
    private static final int NO_ONE_ASKS = 200;

    /** A delivery ends by then at the latest, counted from its expiry: so long its report's key is known. */
    private static final Duration LONGEST_END = Duration.ofMinutes(10);

    private final ImsToPeer toPeer;
    private final PeerToIms toIms;
    private final MessageNames names;
    private final Duration expiry;

    Notices(ImsToPeer toPeer, PeerToIms toIms, MessageNames names, Duration expiry) {
        this.toPeer = toPeer;
        this.toIms = toIms;
        this.names = names;
        this.expiry = expiry;
    }

    @Override
    public Optional<Draft> reportOf(Entry entry, Fate fate, Instant now) {
        OutboxKey name = entry.draft().key().ofReport(fate);
        Optional<Payload> report = switch (entry.payload()) {
            case Payload.ToPeer message ->
                isNobody(message.sender()) ? Optional.empty() : toIms(message, fate, name, now);
            case Payload.ToIms message -> toPeer(message, fate, name, now);
        };
        return report.map(payload -> draft(entry, payload, now));
    }

    private Optional<Payload> toIms(Payload.ToPeer message, Fate fate, OutboxKey name, Instant now) {
        Optional<CpimMessage> cpim =
                cpim(message.message().contentType(), message.message().body());
        Optional<ImdnRequest> request = cpim.flatMap(ImdnRequest::of);
        boolean negative = request.filter(ImdnRequest::negative).isPresent();
        Optional<Imdn.Status> asked = switch (fate) {
            case DELIVERED -> request.filter(ImdnRequest::positive).map(_ -> Imdn.Status.DELIVERED);
            case UNREACHABLE -> negative ? Optional.of(Imdn.Status.FAILED) : Optional.empty();
            case UNCONFIRMED -> negative ? Optional.of(Imdn.Status.ERROR) : Optional.empty();
        };
        if (asked.isPresent()) {
            return Optional.of(toIms.imdn(message, request.orElseThrow(), asked.get(), names.sip(name), now));
        }
        return cpim.filter(ImdnRequest::isNotification).isPresent()
                ? Optional.empty()
                : kind(fate).map(kind -> toIms.notice(message, kind, names.sip(name), now));
    }

    private Optional<Payload> toPeer(Payload.ToIms message, Fate fate, OutboxKey name, Instant now) {
        NodeId origin = message.origin();
        if (origin == null
                || cpim(message.message().contentType(), message.message().body())
                        .filter(ImdnRequest::isNotification)
                        .isPresent()) {
            return Optional.empty();
        }
        return kind(fate)
                .map(kind -> toPeer.notice(message, new Party.Node(origin), kind, names.overlayCallId(name), now));
    }

    private static Optional<Notice.Kind> kind(Fate fate) {
        return switch (fate) {
            case DELIVERED -> Optional.empty();
            case UNREACHABLE -> Optional.of(Notice.Kind.UNREACHABLE);
            case UNCONFIRMED -> Optional.of(Notice.Kind.UNCONFIRMED);
        };
    }

    /** The message within; what an earlier release accepted need not be one. */
    private static Optional<CpimMessage> cpim(@Nullable String contentType, Bytes body) {
        if (contentType == null || !CpimMessage.isCpim(contentType)) {
            return Optional.empty();
        }
        try {
            return Optional.of(CpimMessage.parse(body));
        } catch (CpimException _) {
            return Optional.empty();
        }
    }

    /** Nothing is ever at such a domain (RFC 2606 §2): the sender gave no address. */
    private static boolean isNobody(Party.User sender) {
        return sender.domain().toLowerCase(Locale.ROOT).endsWith(".invalid");
    }

    private Draft draft(Entry about, Payload report, Instant now) {
        Instant keepUntil = about.draft().expiresAt().plus(LONGEST_END);
        return new Draft(about.draft().key().ofNotice(), report, NO_ONE_ASKS, now, now.plus(expiry), keepUntil);
    }
}
