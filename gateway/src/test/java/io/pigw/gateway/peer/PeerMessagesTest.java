package io.pigw.gateway.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.names.MessageNames;
import io.pigw.gateway.outbox.Acceptance;
import io.pigw.gateway.outbox.Direction;
import io.pigw.gateway.outbox.MemoryOutbox;
import io.pigw.gateway.outbox.Outbox;
import io.pigw.gateway.outbox.OutboxLimits;
import io.pigw.gateway.translate.Addressing;
import io.pigw.gateway.translate.Numbers;
import io.pigw.gateway.translate.PeerToIms;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.runtime.trace.MessageTrace;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PeerMessagesTest {

    private static final String OVERLAY = "p2p.example.net";
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final NodeCertificate PEER = certificate(586, Role.PEER);
    private static final NodeCertificate CLIENT = certificate(700, Role.CLIENT);
    private static final NodeCertificate CSP = certificate(512, Role.CSP);
    private static final Verifier VERIFIER = new FakeVerifier(List.of(PEER, CLIENT, CSP));

    private Instant now = NOW;
    private int sent;
    private final OutboxLimits limits = new OutboxLimits(4, 1 << 20, 8, Duration.ofSeconds(40));
    private final MemoryOutbox outbox = new MemoryOutbox(new MemoryOutbox.Disk(), limits, Instant.EPOCH);
    private final List<P2psipMessage> replies = new ArrayList<>();
    private PeerMessages messages = messages(outbox);

    @Test
    void aGenuineMessageIsStoredAndThenAnswered() {
        send(CSP, signed("a", message -> message));

        assertThat(codes()).containsExactly(200);
        assertThat(outbox.lease(Direction.TO_IMS, NOW, 9)).hasSize(1);
    }

    @Test
    void aClientSpeaksForItselfAsAPeerDoes() {
        send(CSP, signedBy(CLIENT, message("a", null, NOW, new Party.User("bob", OVERLAY), null)));
        send(CSP, signedBy(CLIENT, message("b", null, NOW, new Party.Node(NodeId.of(700)), null)));
        send(CSP, signedBy(CLIENT, message("c", null, NOW, new Party.Node(NodeId.of(586)), null)));
        send(CSP, signedBy(CLIENT, message("d", null, NOW, new Party.User("eve", OVERLAY), null)));

        assertThat(codes()).containsExactly(200, 200, 403, 403);
        assertThat(outbox.pending()).isEqualTo(2);
    }

    @Test
    void aCopyIsAnsweredAlikeAndStoredOnce() {
        send(CSP, signed("a", message -> message));
        send(CSP, signed("a", message -> message));

        assertThat(codes()).containsExactly(200, 200);
        assertThat(outbox.lease(Direction.TO_IMS, NOW, 9)).hasSize(1);
    }

    @Test
    void whatIsNotItsSendersOwnIsForbidden() {
        send(PEER, signed("role", message -> message));
        send(CSP, message("unsigned", null, NOW, new Party.Node(NodeId.of(586)), null));
        send(CSP, tampered());
        send(CSP, signed("node", m -> message("x", null, NOW, new Party.Node(NodeId.of(587)), null)));
        send(CSP, signed("user", m -> message("x", null, NOW, new Party.User("eve", OVERLAY), null)));
        send(CSP, signed("stale", m -> message("x", null, NOW.minusSeconds(601), m.from(), null)));
        send(CSP, signed("early", m -> message("x", null, NOW.plusSeconds(601), m.from(), null)));
        send(CSP, signed("unknown", m -> m).withIdentity(new Identity(Bytes.utf8("s"), Bytes.utf8("stranger"))));
        send(CSP, signedBy(CSP, message("x", null, NOW, new Party.Node(NodeId.of(512)), null)));
        Notice notice = new Notice(Notice.Kind.UNREACHABLE, new CallId("b"));
        send(CSP, signed("notice", m -> message("x", null, NOW, m.from(), notice)));

        assertThat(codes()).hasSize(10).containsOnly(403);
        assertThat(outbox.pending()).isZero();
    }

    @Test
    void theEdgesOfFreshnessAreIn() {
        send(CSP, signed("old", m -> message("old", null, NOW.minusSeconds(600), m.from(), null)));
        send(CSP, signed("new", m -> message("new", null, NOW.plusSeconds(600), m.from(), null)));

        assertThat(codes()).containsExactly(200, 200);
    }

    @Test
    void whenItIsFullItSaysWhenToComeBack() {
        send(CSP, signed("a", message -> message));
        send(CSP, signed("b", message -> message("b", null, NOW, message.from(), null)));
        send(CSP, signed("c", message -> message("c", null, NOW, message.from(), null)));

        assertThat(codes()).containsExactly(200, 200, 503);
        assertThat(((Response) replies.getLast()).retryAfterSeconds()).isPositive();
    }

    @Test
    void whileTheDiskIsBehindSomeAreRefusedAtOnce() {
        List<CompletableFuture<Acceptance>> waiting = new ArrayList<>();
        messages = messages((Outbox)
                Proxy.newProxyInstance(Outbox.class.getClassLoader(), new Class<?>[] {Outbox.class}, (_, method, _) -> {
                    assertThat(method.getName()).isEqualTo("accept");
                    waiting.add(new CompletableFuture<>());
                    return waiting.getLast();
                }));
        sendMany(200);
        assertThat(replies).as("a queue that has only come up").isEmpty();

        now = now.plusMillis(1_001); // one interval in which it came up, and one in which it stood
        sendMany(10);

        assertThat(waiting).hasSize(205);
        assertThat(codes()).hasSize(5).containsOnly(503);
        assertThat(replies).allMatch(reply -> ((Response) reply).retryAfterSeconds() > 0);

        waiting.forEach(stored -> stored.complete(new Acceptance.Duplicate(200)));
        now = now.plusSeconds(10);
        sendMany(10);
        assertThat(waiting).hasSize(215);
        assertThat(messages.admittedShare()).isEqualTo(1);
    }

    private void sendMany(int count) {
        for (int i = 0; i < count; i++) {
            String callId = "many-" + sent++;
            send(CSP, signed(callId, message -> message));
        }
    }

    private PeerMessages messages(Outbox store) {
        return new PeerMessages(
                certificate(260, Role.GATEWAY),
                VERIFIER,
                new PeerToIms(
                        new Addressing(new Ring(11), OVERLAY, "ims.example.net", Set.of(), Set.of(), Numbers.NONE)),
                store,
                Duration.ofMinutes(1),
                () -> now,
                new Random(1),
                new MessageNames(Bytes.copyOf(new byte[MessageNames.SECRET_BYTES])),
                MessageTrace.NONE,
                _ -> {});
    }

    private void send(NodeCertificate from, MessageRequest message) {
        HostPort address = new HostPort("127.0.0.1", 9512);
        messages.take(new Inbound(from, address, message, replies::add), message);
    }

    private List<Integer> codes() {
        return replies.stream().map(reply -> ((Response) reply).status().code()).toList();
    }

    private static MessageRequest signed(String callId, UnaryOperator<MessageRequest> change) {
        MessageRequest plain = message(callId, null, NOW, new Party.User("bob", OVERLAY), null);
        return signedBy(PEER, change.apply(plain));
    }

    private static MessageRequest signedBy(NodeCertificate signer, MessageRequest message) {
        Bytes content = SignedContent.message(OVERLAY, message);
        return message.withIdentity(new Identity(FakeVerifier.sign(signer, content), signer.der()));
    }

    private static MessageRequest tampered() {
        MessageRequest signed = signed("tampered", message -> message);
        return message("other", signed.identity(), NOW, signed.from(), null);
    }

    private static MessageRequest message(
            String callId, @Nullable Identity identity, Instant date, Party from, @Nullable Notice notice) {
        Party to = new Party.User("alice", "ims.example.net");
        return new MessageRequest(
                to,
                69,
                from,
                to,
                null,
                new CallId(callId),
                new Transaction(7),
                date,
                "text/plain",
                identity,
                notice,
                List.of(new NodeContact(NodeId.of(586), new HostPort("127.0.0.1", 9586))),
                Bytes.utf8("hello"));
    }

    private static NodeCertificate certificate(long id, Role role) {
        Bytes der = Bytes.utf8("certificate of " + id);
        List<Party.User> users =
                role == Role.PEER || role == Role.CLIENT ? List.of(new Party.User("bob", OVERLAY)) : List.of();
        return new NodeCertificate(NodeId.of(id), OVERLAY, role, users, der, der, Instant.MAX);
    }

    /** Knows some certificates; a signature is the signer's ID and the content. */
    private record FakeVerifier(List<NodeCertificate> known) implements Verifier {

        static Bytes sign(NodeCertificate signer, Bytes content) {
            return Bytes.utf8(signer.id() + " " + content.toHex().hashCode());
        }

        @Override
        public Verdict check(Bytes certificateDer) {
            for (NodeCertificate certificate : known) {
                if (certificate.der().equals(certificateDer)) {
                    return new Verdict.Valid(certificate);
                }
            }
            return new Verdict.Invalid("UNTRUSTED");
        }

        @Override
        public boolean verify(NodeCertificate signer, Bytes content, Bytes signature) {
            return sign(signer, content).equals(signature);
        }
    }
}
