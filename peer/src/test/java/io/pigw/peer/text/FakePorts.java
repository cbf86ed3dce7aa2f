package io.pigw.peer.text;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Transport;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.P2psipMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Ports without a network: signatures are a hash of the signer's ID and the content; requests wait to be answered. */
public final class FakePorts {

    public static final String OVERLAY = "p2p.example.net";
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    public final List<Sent> sent = new ArrayList<>();
    public final List<Runnable> scheduled = new ArrayList<>();

    /** Certificates that may be relied on. */
    public final Map<Bytes, NodeCertificate> valid = new HashMap<>();

    /** How long the newest task has to wait. */
    public Duration lastDelay = Duration.ZERO;

    public Instant now = NOW;
    private final NodeCertificate self;

    /** A request that went out. */
    public record Sent(NodeContact to, P2psipMessage request, Consumer<Outcome> then) {}

    public FakePorts(NodeCertificate self) {
        this.self = self;
    }

    public static NodeCertificate certificate(long id, Role role) {
        return new NodeCertificate(
                NodeId.of(id),
                OVERLAY,
                role,
                List.of(),
                Bytes.utf8("certificate " + id),
                Bytes.utf8("hash " + id),
                Instant.MAX);
    }

    public static Bytes signature(NodeCertificate signer, Bytes content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(signer.id().toString().getBytes(StandardCharsets.UTF_8));
            return Bytes.copyOf(digest.digest(content.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public NodePorts ports() {
        Transport transport = new Transport() {
            @Override
            public void send(NodeContact to, P2psipMessage message) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
                sent.add(new Sent(to, request, then));
            }
        };
        Scheduler scheduler = (delay, task) -> {
            scheduled.add(task);
            lastDelay = delay;
            return () -> scheduled.remove(task);
        };
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
        Verifier verifier = new Verifier() {
            @Override
            public Verdict check(Bytes certificateDer) {
                NodeCertificate known = valid.get(certificateDer);
                return known == null ? new Verdict.Invalid("unknown") : new Verdict.Valid(known);
            }

            @Override
            public boolean verify(NodeCertificate by, Bytes content, Bytes signature) {
                return signature.equals(signature(by, content));
            }

            private Bytes signature(NodeCertificate by, Bytes content) {
                return FakePorts.signature(by, content);
            }
        };
        return new NodePorts(transport, scheduler, () -> now, new Random(1), signer, verifier);
    }
}
