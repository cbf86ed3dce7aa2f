package io.pigw.peer.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.peer.inbox.Inbox;
import io.pigw.peer.inbox.InboxEntry;
import io.pigw.peer.inbox.InboxSignal;
import io.pigw.peer.inbox.MemoryInbox;
import io.pigw.peer.inbox.ReceivedMessage;
import io.pigw.runtime.cms.MimeEntity;
import io.pigw.runtime.cms.Opener;
import io.pigw.runtime.cms.Sealer;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.TestPki;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReceiverTest {

    private static final NodeCertificate CSP = FakePorts.certificate(512, Role.CSP);
    private static final NodeCertificate SELF = FakePorts.certificate(586, Role.PEER);

    private static final NodeCertificate PEER = new NodeCertificate(
            NodeId.of(700),
            FakePorts.OVERLAY,
            Role.PEER,
            List.of(new Party.User("bob", FakePorts.OVERLAY)),
            Bytes.utf8("certificate 700"),
            Bytes.utf8("hash 700"),
            Instant.MAX);

    private final FakePorts fake = new FakePorts(SELF);
    private final TestPki pki = TestPki.create();
    private final NodeIdentity own = pki.issue(Role.PEER, 586);
    private final Opener opener = Opener.of(own);
    private final MemoryInbox inbox = new MemoryInbox(2);
    private final InboxSignal signal = new InboxSignal();
    private final List<Integer> codes = new ArrayList<>();

    @Test
    void keepsWhatACspSigned() {
        take(CSP, message(CSP, "a"));

        assertThat(codes).containsExactly(200);
        assertThat(inbox.after(0, 10))
                .extracting(entry -> entry.message().from().toString())
                .containsExactly("alice@ims.example.net");
        assertThat(signal.version()).isEqualTo(1);
    }

    @Test
    void answersADuplicateAsTheFirst() {
        take(CSP, message(CSP, "a"));
        take(CSP, message(CSP, "a"));

        assertThat(codes).containsExactly(200, 200);
        assertThat(inbox.after(0, 10)).hasSize(1);
        assertThat(signal.version()).isEqualTo(1);
    }

    @Test
    void answersOnlyOnceTheMessageIsDurable() {
        CompletableFuture<Inbox.Receipt> commit = new CompletableFuture<>();
        Inbox slow = new Inbox() {
            @Override
            public CompletableFuture<Receipt> accept(ReceivedMessage message) {
                return commit;
            }

            @Override
            public List<InboxEntry> after(long number, int max) {
                return List.of();
            }
        };
        Receiver receiver = new Receiver(FakePorts.OVERLAY, fake.ports(), () -> opener, slow, signal);

        receiver.onMessage(inbound(CSP, message(CSP, "a")), message(CSP, "a"));
        assertThat(codes).isEmpty();
        commit.completeExceptionally(new IllegalStateException("disk"));

        assertThat(codes).containsExactly(503);
    }

    @Test
    void refusesAnImsUsersNameOverAPeersLink() {
        NodeCertificate peer = FakePorts.certificate(700, Role.PEER);

        take(peer, message(peer, "a"));

        assertThat(codes).containsExactly(403);
        assertThat(inbox.after(0, 10)).isEmpty();
    }

    @Test
    void refusesWhatIsNotSignedByThatCsp() {
        take(CSP, message(CSP, "a").withIdentity(null));
        take(CSP, message(FakePorts.certificate(1536, Role.CSP), "b"));
        MessageRequest altered = message(CSP, "c");
        take(CSP, copy(altered, altered.target(), altered.date(), Bytes.utf8("other")));

        assertThat(codes).containsExactly(403, 403, 403);
    }

    @Test
    void refusesAStaleDate() {
        take(
                CSP,
                signed(CSP, copy(message(CSP, "a"), Party.parse("586"), FakePorts.NOW.minusSeconds(601), Bytes.EMPTY)));
        take(CSP, signed(CSP, copy(message(CSP, "b"), Party.parse("586"), null, Bytes.EMPTY)));

        assertThat(codes).containsExactly(403, 403);
    }

    @Test
    void isNotTheTargetOfAnothersMessage() {
        take(CSP, signed(CSP, copy(message(CSP, "a"), Party.parse("587"), FakePorts.NOW, Bytes.EMPTY)));

        assertThat(codes).containsExactly(404);
    }

    @Test
    void keepsWhatAPeerBringsItselfInItsOwnName() {
        take(PEER, fromNode(PEER, PEER, "a", new Party.Node(PEER.id())));
        take(PEER, fromNode(PEER, PEER, "b", Party.parse("bob@p2p.example.net")));
        take(PEER, fromNode(PEER, PEER, "a", new Party.Node(PEER.id())));

        assertThat(codes).containsExactly(200, 200, 200);
        assertThat(inbox.after(0, 10))
                .extracting(entry -> entry.message().from().toString())
                .containsExactly("700", "bob@p2p.example.net");
    }

    @Test
    void refusesFromAPeerWhatIsNotItsOwn() {
        NodeCertificate other = FakePorts.certificate(701, Role.PEER);
        fake.valid.put(other.der(), other);

        take(PEER, fromNode(PEER, PEER, "a", new Party.Node(other.id())));
        take(PEER, fromNode(PEER, PEER, "b", Party.parse("eve@p2p.example.net")));
        take(PEER, fromNode(PEER, other, "c", new Party.Node(PEER.id())));
        take(PEER, fromNode(other, other, "d", new Party.Node(other.id())));
        take(PEER, fromNode(PEER, PEER, "e", new Party.Node(PEER.id())).withIdentity(null));
        take(FakePorts.certificate(700, Role.SOS), fromNode(PEER, PEER, "f", new Party.Node(PEER.id())));

        assertThat(codes).containsExactly(403, 403, 403, 403, 403, 403);
        assertThat(inbox.after(0, 10)).isEmpty();
    }

    @Test
    void keepsANodesMessageThatACspBringsUnderThatNodesSignature() {
        NodeCertificate client = FakePorts.certificate(702, Role.CLIENT);
        NodeCertificate gateway = FakePorts.certificate(260, Role.GATEWAY);
        for (NodeCertificate known : List.of(PEER, client, gateway)) {
            fake.valid.put(known.der(), known);
        }
        NodeCertificate unknown = FakePorts.certificate(703, Role.PEER);

        take(CSP, fromNode(client, client, "a", new Party.Node(client.id())));
        take(CSP, fromNode(PEER, PEER, "b", Party.parse("bob@p2p.example.net")));
        take(CSP, fromNode(PEER, CSP, "c", new Party.Node(PEER.id())));
        take(CSP, fromNode(PEER, client, "d", new Party.Node(PEER.id())));
        take(CSP, fromNode(gateway, gateway, "e", new Party.Node(gateway.id())));
        take(CSP, fromNode(unknown, unknown, "f", new Party.Node(unknown.id())));

        assertThat(codes).containsExactly(200, 200, 403, 403, 403, 403);
    }

    @Test
    void takesOnlySoManyFromOnePeerAtOnce() {
        Receiver receiver = new Receiver(FakePorts.OVERLAY, fake.ports(), () -> opener, new MemoryInbox(1_000), signal);
        for (int i = 0; i <= ReceiverRules.OF_ONE_NODE.burst(); i++) {
            MessageRequest message = fromNode(PEER, PEER, "m" + i, new Party.Node(PEER.id()));
            receiver.onMessage(inbound(PEER, message), message);
        }
        assertThat(codes.getLast()).isEqualTo(503);
        assertThat(codes.subList(0, ReceiverRules.OF_ONE_NODE.burst())).containsOnly(200);

        fake.now = fake.now.plusSeconds(1);
        MessageRequest later = fromNode(PEER, PEER, "later", new Party.Node(PEER.id()));
        receiver.onMessage(inbound(PEER, later), later);
        assertThat(codes.getLast()).isEqualTo(200);
    }

    @Test
    void takesOnlySoManyOfOneNodeOverACsp() {
        NodeCertificate client = FakePorts.certificate(702, Role.CLIENT);
        fake.valid.put(client.der(), client);
        fake.valid.put(PEER.der(), PEER);
        Receiver receiver = new Receiver(FakePorts.OVERLAY, fake.ports(), () -> opener, new MemoryInbox(1_000), signal);
        for (int i = 0; i <= ReceiverRules.OF_ONE_NODE.burst(); i++) {
            MessageRequest message = fromNode(client, client, "m" + i, new Party.Node(client.id()));
            receiver.onMessage(inbound(CSP, message), message);
        }
        assertThat(codes.getLast()).isEqualTo(503);
        assertThat(codes.subList(0, ReceiverRules.OF_ONE_NODE.burst())).containsOnly(200);

        MessageRequest ofAnother = fromNode(PEER, PEER, "another", new Party.Node(PEER.id()));
        receiver.onMessage(inbound(CSP, ofAnother), ofAnother);
        assertThat(codes.getLast()).isEqualTo(200);
    }

    @Test
    void opensWhatIsEncryptedToItAndKeepsTheRestAsItCame() throws Exception {
        Sealer sealer = new Sealer(new SecureRandom());
        MimeEntity text = new MimeEntity("text/plain;charset=UTF-8", Bytes.utf8("at noon"));
        Bytes mine = sealer.seal(text, own.chain().getFirst());
        Bytes anothers = sealer.seal(text, pki.issue(Role.PEER, 587).chain().getFirst());
        byte[] altered = mine.toArray();
        altered[altered.length - 20] ^= 1;

        take(CSP, sealed("a", mine));
        take(CSP, sealed("b", anothers));
        take(CSP, message(CSP, "c"));

        assertThat(codes).containsExactly(200, 200, 503);
        List<ReceivedMessage> kept =
                inbox.after(0, 10).stream().map(InboxEntry::message).toList();
        assertThat(kept).extracting(ReceivedMessage::encrypted).containsExactly(true, false);
        assertThat(kept)
                .extracting(ReceivedMessage::contentType)
                .containsExactly("text/plain;charset=UTF-8", Sealer.CONTENT_TYPE);
        assertThat(kept).extracting(ReceivedMessage::body).containsExactly(text.body(), anothers);
        assertThat(opener.open(Bytes.copyOf(altered))).isEmpty();
    }

    @Test
    void asksToComeBackWhenItIsFull() {
        take(CSP, message(CSP, "a"));
        take(CSP, message(CSP, "b"));
        take(CSP, message(CSP, "c"));

        assertThat(codes).containsExactly(200, 200, 503);
    }

    private void take(NodeCertificate from, MessageRequest message) {
        new Receiver(FakePorts.OVERLAY, fake.ports(), () -> opener, inbox, signal)
                .onMessage(inbound(from, message), message);
    }

    private Inbound inbound(NodeCertificate from, MessageRequest message) {
        return new Inbound(
                from,
                new HostPort("127.0.0.1", 50_000),
                message,
                answer -> codes.add(((Response) answer).status().code()));
    }

    private static MessageRequest message(NodeCertificate csp, String callId) {
        return signed(
                csp,
                new MessageRequest(
                        Party.parse("586"),
                        68,
                        Party.parse("alice@ims.example.net"),
                        Party.parse("586"),
                        null,
                        new CallId(callId),
                        new Transaction(1),
                        FakePorts.NOW,
                        "text/plain",
                        null,
                        null,
                        List.of(new NodeContact(NodeId.of(512), new HostPort("127.0.0.1", 9512))),
                        Bytes.utf8("hello")));
    }

    private static MessageRequest sealed(String callId, Bytes body) {
        MessageRequest m = message(CSP, callId);
        return signed(
                CSP,
                new MessageRequest(
                        m.target(),
                        m.maxForwards(),
                        m.from(),
                        m.to(),
                        null,
                        m.callId(),
                        m.transaction(),
                        m.date(),
                        Sealer.CONTENT_TYPE,
                        null,
                        null,
                        m.via(),
                        body));
    }

    /** Says to come from one node, and is signed by another or the same. */
    private static MessageRequest fromNode(NodeCertificate node, NodeCertificate signer, String callId, Party from) {
        return signed(
                signer,
                new MessageRequest(
                        Party.parse("586"),
                        70,
                        from,
                        Party.parse("586"),
                        node.id(),
                        new CallId(callId),
                        new Transaction(1),
                        FakePorts.NOW,
                        "text/plain",
                        null,
                        null,
                        List.of(new NodeContact(node.id(), new HostPort("127.0.0.1", 9700))),
                        Bytes.utf8("hello")));
    }

    private static MessageRequest signed(NodeCertificate by, MessageRequest message) {
        return message.withIdentity(
                new Identity(FakePorts.signature(by, SignedContent.message(FakePorts.OVERLAY, message)), by.der()));
    }

    private static MessageRequest copy(MessageRequest m, Party target, @Nullable Instant date, Bytes body) {
        return new MessageRequest(
                target,
                m.maxForwards(),
                m.from(),
                target,
                null,
                m.callId(),
                m.transaction(),
                date,
                "text/plain",
                m.identity(),
                null,
                m.via(),
                body);
    }
}
