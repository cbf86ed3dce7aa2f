package io.pigw.gateway;

import io.pigw.gateway.outbox.Draft;
import io.pigw.gateway.outbox.Entry;
import io.pigw.gateway.outbox.Fate;
import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.outbox.ReportWriter;
import io.pigw.gateway.translate.ImsToPeer;
import io.pigw.gateway.translate.PeerToIms;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Tells the sender on the other side (the paper, §2.7): a SIP MESSAGE to an IMS client, a P2PSIP MESSAGE to a peer. */
final class Notices implements ReportWriter {

    /** A notice is nobody's request; the column holds the usual code. */
    private static final int NO_ONE_ASKS = 200;

    private final ImsToPeer toPeer;
    private final PeerToIms toIms;
    private final RandomGenerator random;
    private final Duration expiry;

    Notices(ImsToPeer toPeer, PeerToIms toIms, RandomGenerator random, Duration expiry) {
        this.toPeer = toPeer;
        this.toIms = toIms;
        this.random = random;
        this.expiry = expiry;
    }

    @Override
    public Optional<Draft> reportOf(Entry entry, Fate fate, Instant now) {
        return switch (fate) {
            case DELIVERED -> Optional.empty();
            case UNREACHABLE -> notice(entry, Notice.Kind.UNREACHABLE, now);
            case UNCONFIRMED -> notice(entry, Notice.Kind.UNCONFIRMED, now);
        };
    }

    private Optional<Draft> notice(Entry entry, Notice.Kind kind, Instant now) {
        return switch (entry.payload()) {
            case Payload.ToPeer failed ->
                isNobody(failed.sender())
                        ? Optional.empty()
                        : Optional.of(draft(entry, toIms.notice(failed, kind, random, now), now));
            case Payload.ToIms failed -> {
                NodeId origin = failed.origin();
                yield origin == null
                        ? Optional.empty()
                        : Optional.of(draft(
                                entry,
                                toPeer.notice(failed, new Party.Node(origin), kind, CallId.mint(random), now),
                                now));
            }
        };
    }

    /** Nothing is ever at such a domain (RFC 2606 §2): the sender gave no address. */
    private static boolean isNobody(Party.User sender) {
        return sender.domain().toLowerCase(Locale.ROOT).endsWith(".invalid");
    }

    private Draft draft(Entry about, Payload notice, Instant now) {
        return new Draft(about.draft().key().ofNotice(), notice, NO_ONE_ASKS, now, now.plus(expiry), now);
    }
}
