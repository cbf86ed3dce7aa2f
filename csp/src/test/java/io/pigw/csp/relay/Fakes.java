package io.pigw.csp.relay;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Transport;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Ports without a network: signatures are a hash of the signer's ID and the content. */
final class Fakes {

    static final String OVERLAY = "p2p.example.net";
    static final NodeContact CSP = new NodeContact(NodeId.of(512), new HostPort("127.0.0.1", 9512));
    static final NodeId PEER = NodeId.of(586);
    static final NodeId GATEWAY = NodeId.of(260);
    static final Party ALICE = Party.parse("alice@ims.example.net");
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private Fakes() {}

    static NodeCertificate certificate(NodeId id, Role role, Party.User... users) {
        return new NodeCertificate(
                id,
                OVERLAY,
                role,
                List.of(users),
                Bytes.utf8("certificate of " + id),
                Bytes.utf8("hash of " + id),
                Instant.MAX);
    }

    static NodeCertificate peer() {
        return certificate(PEER, Role.PEER, (Party.User) Party.parse("bob@p2p.example.net"));
    }

    /** The same peer's next certificate. */
    static NodeCertificate renewed() {
        NodeCertificate before = peer();
        return new NodeCertificate(
                before.id(),
                before.overlay(),
                before.role(),
                before.users(),
                Bytes.utf8("renewed certificate"),
                Bytes.utf8("hash of the renewed"),
                Instant.MAX);
    }

    static Bytes signature(NodeCertificate signer, Bytes content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(signer.id().toString().getBytes(StandardCharsets.UTF_8));
            return Bytes.copyOf(digest.digest(content.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static NodePorts ports(NodeCertificate self, Clock clock) {
        Transport none = new Transport() {
            @Override
            public void send(NodeContact to, P2psipMessage message) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
                throw new UnsupportedOperationException();
            }
        };
        Scheduler never = (_, _) -> () -> {};
        Signer signer = new Signer() {
            @Override
            public NodeCertificate certificate() {
                return self;
            }

            @Override
            public Bytes sign(Bytes content) {
                return signature(self, content);
            }
        };
        return new NodePorts(none, never, clock, new Random(1), signer, new EqualityVerifier());
    }

    static MessageRequest fromPeer(String callId, String text) {
        return fromPeerTo(ALICE, callId, text);
    }

    static MessageRequest fromPeerTo(Party user, String callId, String text) {
        return signed(
                peer(),
                new MessageRequest(
                        user,
                        70,
                        new Party.Node(PEER),
                        user,
                        PEER,
                        new CallId(callId),
                        new Transaction(11),
                        NOW,
                        "text/plain",
                        null,
                        null,
                        List.of(new NodeContact(PEER, new HostPort("127.0.0.1", 9586))),
                        Bytes.utf8(text)));
    }

    static MessageRequest signed(NodeCertificate by, MessageRequest message) {
        return message.withIdentity(new Identity(signature(by, SignedContent.message(OVERLAY, message)), by.der()));
    }

    static MessageRequest fromGateway(Party target, String callId) {
        return new MessageRequest(
                target,
                69,
                ALICE,
                target,
                GATEWAY,
                new CallId(callId),
                new Transaction(21),
                NOW.minusSeconds(5),
                "text/plain",
                new Identity(Bytes.utf8("signature of " + GATEWAY), Bytes.utf8("certificate of " + GATEWAY)),
                null,
                List.of(new NodeContact(GATEWAY, new HostPort("10.1.2.3", 9260))),
                Bytes.utf8("hello"));
    }

    /** A clock that is set. */
    static final class Clock implements java.time.InstantSource {
        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        void advance(Duration by) {
            now = now.plus(by);
        }
    }

    /** Knows what {@link #signature} makes. */
    static final class EqualityVerifier implements Verifier {
        @Override
        public Verdict check(Bytes certificateDer) {
            return certificateDer.equals(renewed().der())
                    ? new Verdict.Valid(renewed())
                    : new Verdict.Invalid("unknown");
        }

        @Override
        public boolean verify(NodeCertificate signer, Bytes content, Bytes signature) {
            return signature.equals(Fakes.signature(signer, content));
        }
    }

    /** One message that went out, and the way to end its attempt. */
    record Sent(
            NodeId to,
            @org.jspecify.annotations.Nullable HostPort dialled,
            MessageRequest message,
            Consumer<Outcome> then) {}

    /** Keeps what goes out. */
    static final class Links implements RelayLinks {
        final List<NodeId> gateways = new ArrayList<>();
        final List<Sent> sent = new ArrayList<>();

        @Override
        public List<NodeId> gateways() {
            return List.copyOf(gateways);
        }

        @Override
        public void requestOverLink(NodeId to, MessageRequest message, Duration timeout, Consumer<Outcome> then) {
            sent.add(new Sent(to, null, message, then));
        }

        @Override
        public void requestDialled(NodeContact to, MessageRequest message, Duration timeout, Consumer<Outcome> then) {
            sent.add(new Sent(to.id(), to.address(), message, then));
        }
    }

    /** Keeps what is stored. */
    static final class Store implements RelayedStore {
        final List<Relayed> rows = new ArrayList<>();

        @Override
        public List<Relayed> load(Instant now, int max) {
            return rows.stream()
                    .filter(row -> row.keptUntil().isAfter(now))
                    .limit(max)
                    .toList();
        }

        @Override
        public void save(Relayed relayed) {
            rows.add(relayed);
        }

        @Override
        public void forget(Instant now) {
            rows.removeIf(row -> !row.keptUntil().isAfter(now));
        }
    }

    /** Counts. */
    static final class Events implements RelayEvents {
        int discarded;
        int tooManyRecipients;

        @Override
        public void step(CallId callId, String from, String to, String what) {}

        @Override
        public void answeredPeer(Status status) {}

        @Override
        public void discarded() {
            discarded++;
        }

        @Override
        public void tooManyRecipients() {
            tooManyRecipients++;
        }

        @Override
        public void answeredGateway(Status status, Duration took) {}
    }
}
