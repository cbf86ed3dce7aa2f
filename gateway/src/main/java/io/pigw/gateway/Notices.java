package io.pigw.gateway;

import io.pigw.gateway.outbox.Draft;
import io.pigw.gateway.outbox.Entry;
import io.pigw.gateway.outbox.NoticeWriter;
import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.translate.ImsToPeer;
import io.pigw.gateway.translate.PeerToIms;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Tells the sender on the other side (the paper, §2.7): a SIP MESSAGE to an IMS client, a P2PSIP MESSAGE to a peer. */
final class Notices implements NoticeWriter {

    private final ImsToPeer toPeer;
    private final PeerToIms toIms;
    private final RandomGenerator random;
    private final Duration expiry;
    private final int answer;

    Notices(ImsToPeer toPeer, PeerToIms toIms, RandomGenerator random, Duration expiry) {
        this.toPeer = toPeer;
        this.toIms = toIms;
        this.random = random;
        this.expiry = expiry;
        this.answer = 200;
    }

    @Override
    public Optional<Draft> noticeOf(Entry entry, Notice.Kind kind, Instant now) {
        return switch (entry.payload()) {
            case Payload.ToPeer failed -> Optional.of(draft(entry, toIms.notice(failed, kind, random, now), now));
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

    private Draft draft(Entry about, Payload notice, Instant now) {
        return new Draft(about.draft().key().ofNotice(), notice, answer, now, now.plus(expiry), now);
    }
}
