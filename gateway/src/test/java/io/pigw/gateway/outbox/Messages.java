package io.pigw.gateway.outbox;

import io.pigw.gateway.ua.OutgoingMessage;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Drafts for tests. */
public final class Messages {

    public static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final Party.User ALICE = new Party.User("alice", "ims.example.net");

    private Messages() {}

    /** To a peer that nobody else writes to. */
    public static Draft toPeer(String name, Instant now) {
        return toPeer(name, NodeId.of(Math.floorMod(name.hashCode(), 2048)), now);
    }

    /** From alice to the node. */
    public static Draft toPeer(String name, NodeId node, Instant now) {
        return toPeer(name, ALICE, new Party.Node(node), now);
    }

    /** From an IMS user to a peer. */
    public static Draft toPeer(String name, Party.User from, Party to, Instant now) {
        return draft(
                OutboxKey.ofSip("sip:alice@ims.example.net", "tag", name, 1, to, "text/plain", Bytes.utf8(name)),
                new Payload.ToPeer(request(name, to, null), name + "@client", from),
                now);
    }

    public static Draft noticeToPeer(String name, Instant now) {
        Notice notice = new Notice(Notice.Kind.UNREACHABLE, new CallId("original"));
        return draft(
                OutboxKey.ofP2psip(NodeId.of(1), new CallId(name)).ofNotice(),
                new Payload.ToPeer(request(name, new Party.Node(NodeId.of(586)), notice), "", ALICE),
                now);
    }

    public static Draft toIms(String name, Instant now) {
        return draft(
                OutboxKey.ofP2psip(NodeId.of(586), new CallId(name)),
                new Payload.ToIms(sip(name, Optional.empty(), now), new CallId(name), NodeId.of(586)),
                now);
    }

    public static Draft noticeToIms(String name, OutboxKey about, Instant now) {
        return draft(
                about.ofNotice(),
                new Payload.ToIms(sip(name, Optional.of(name + "@client"), now), new CallId(name), null),
                now);
    }

    static Draft draft(OutboxKey key, Payload payload, Instant now) {
        return new Draft(key, payload, 200, now, now.plus(LIFETIME), now);
    }

    private static MessageRequest request(String name, Party to, @Nullable Notice notice) {
        return new MessageRequest(
                to,
                69,
                ALICE,
                to,
                null,
                new CallId(name),
                Transaction.ABSENT,
                Instant.parse("2026-11-21T09:00:00Z"),
                "text/plain",
                null,
                notice,
                List.of(),
                Bytes.utf8("Grüße"));
    }

    private static OutgoingMessage sip(String name, Optional<String> inReplyTo, Instant now) {
        return new OutgoingMessage(
                "sip:alice@ims.example.net",
                "sip:alice@ims.example.net",
                "sip:586@p2p.example.net",
                "tag",
                name + "@p2p.example.net",
                1,
                "z9hG4bK1",
                List.of("sip:586@p2p.example.net"),
                inReplyTo,
                Optional.of(Instant.ofEpochSecond(now.getEpochSecond())),
                69,
                "text/plain;charset=UTF-8",
                Bytes.utf8("Grüße"));
    }
}
