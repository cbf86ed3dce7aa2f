package io.pigw.simulation.keys;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Issues and checks certificates of a world. They are a line of text with the CA's signature, not X.509: what the overlay
 * sees of one, the {@link NodeCertificate}, is the same. The line is padded to the size of a real one.
 */
public final class SimulatedCa {

    private static final int CERTIFICATE_BYTES = 700;
    private static final int MAX_CACHED = 1 << 20;

    private final SignatureScheme scheme;
    private final SignatureScheme.Key key;
    /** Certificates outlive any simulation. */
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private final String overlay;
    private final RandomGenerator random;

    /** A CA with a key of its own. */
    public SimulatedCa(SignatureScheme scheme, String overlay, RandomGenerator random) {
        this.scheme = scheme;
        this.key = scheme.generate(random);
        this.overlay = overlay;
        this.random = random;
    }

    /** A new key with its certificate. */
    public Signer issue(NodeId id, Role role) {
        return issue(id, role, overlay);
    }

    /** A new key with its certificate for an overlay that has the same CA. */
    public Signer issue(NodeId id, Role role, String its) {
        SignatureScheme.Key nodeKey = scheme.generate(random);
        String content = String.join(
                " ", id.toString(), its, role.name(), nodeKey.publicKey().toHex());
        String padded = content + " " + "0".repeat(Math.max(1, CERTIFICATE_BYTES - content.length()));
        Bytes signature = key.sign(Bytes.utf8(padded));
        Bytes der = Bytes.utf8(padded + " " + signature.toHex());
        return new SimulatedSigner(certificate(id, role, its, der), nodeKey);
    }

    /** Checks what this CA issued. One for all nodes of a world: the cache is what each would have for itself. */
    public Verifier verifier() {
        return new SimulatedVerifier();
    }

    private static NodeCertificate certificate(NodeId id, Role role, String its, Bytes der) {
        List<Party.User> users = List.of(new Party.User("user" + id, its));
        return new NodeCertificate(id, its, role, users, der, sha256(der), END);
    }

    private static Bytes sha256(Bytes bytes) {
        try {
            return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private record SimulatedSigner(NodeCertificate certificate, SignatureScheme.Key key) implements Signer {
        @Override
        public Bytes sign(Bytes content) {
            return key.sign(content);
        }
    }

    private final class SimulatedVerifier implements Verifier {
        private final Map<Bytes, Verdict> verdicts = new HashMap<>();

        @Override
        public Verdict check(Bytes certificateDer) {
            if (verdicts.size() >= MAX_CACHED) {
                verdicts.clear();
            }
            return verdicts.computeIfAbsent(certificateDer, this::judge);
        }

        @Override
        public boolean verify(NodeCertificate signer, Bytes content, Bytes signature) {
            String[] fields = new String(signer.der().toArray(), StandardCharsets.UTF_8).split(" ", 5);
            return scheme.verify(Bytes.copyOf(HexFormat.of().parseHex(fields[3])), content, signature);
        }

        private Verdict judge(Bytes der) {
            String text = der.toUtf8();
            int blank = text.lastIndexOf(' ');
            try {
                Bytes signature = Bytes.copyOf(HexFormat.of().parseHex(text.substring(blank + 1)));
                if (!scheme.verify(key.publicKey(), Bytes.utf8(text.substring(0, blank)), signature)) {
                    return new Verdict.Invalid("untrusted");
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                return new Verdict.Invalid("malformed");
            }
            String[] fields = text.split(" ", 5);
            return new Verdict.Valid(certificate(NodeId.parse(fields[0]), Role.valueOf(fields[2]), fields[1], der));
        }
    }
}
