package io.pigw.overlay.storage;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Issues certificates that are a line of text; the signatures are ECDSA P-256. */
final class TestCa implements Verifier {

    static final String OVERLAY = "p2p.example.net";

    static final Instant NOT_AFTER = Draft.NOW.plus(Duration.ofDays(30));

    private final KeyPair ca = keys();
    private final Set<NodeId> revoked = new HashSet<>();

    Signer issue(long id, String... users) {
        return issue(id, OVERLAY, Role.PEER, users);
    }

    Signer issue(long id, String overlay, Role role, String... users) {
        return issue(id, overlay, role, NOT_AFTER, users);
    }

    Signer issue(long id, String overlay, Role role, Instant notAfter, String... users) {
        KeyPair keys = keys();
        String key = HexFormat.of().formatHex(keys.getPublic().getEncoded());
        String line = id + " " + overlay + " " + role + " " + String.join(",", users) + " " + key + " "
                + notAfter.getEpochSecond();
        Bytes signature = sign(ca.getPrivate(), Bytes.utf8(line));
        NodeCertificate certificate = parse(Bytes.utf8(line + " " + signature.toHex()));
        return new Signer() {
            @Override
            public NodeCertificate certificate() {
                return certificate;
            }

            @Override
            public Bytes sign(Bytes content) {
                return TestCa.sign(keys.getPrivate(), content);
            }
        };
    }

    void revoke(Signer signer) {
        revoked.add(signer.certificate().id());
    }

    static Party.User user(String name) {
        return new Party.User(name, OVERLAY);
    }

    @Override
    public Verdict check(Bytes certificateDer) {
        String text = certificateDer.toUtf8();
        int blank = text.lastIndexOf(' ');
        try {
            Bytes signature = Bytes.copyOf(HexFormat.of().parseHex(text.substring(blank + 1)));
            if (!verify(ca.getPublic(), Bytes.utf8(text.substring(0, blank)), signature)) {
                return new Verdict.Invalid("untrusted");
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Verdict.Invalid("malformed");
        }
        NodeCertificate certificate = parse(certificateDer);
        return revoked.contains(certificate.id()) ? new Verdict.Invalid("revoked") : new Verdict.Valid(certificate);
    }

    @Override
    public boolean verify(NodeCertificate signer, Bytes content, Bytes signature) {
        try {
            byte[] key = HexFormat.of().parseHex(signer.der().toUtf8().split(" ", 7)[4]);
            PublicKey publicKey = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key));
            return verify(publicKey, content, signature);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static NodeCertificate parse(Bytes der) {
        String[] fields = der.toUtf8().split(" ", 7);
        List<Party.User> users = Arrays.stream(fields[3].split(",", -1))
                .filter(name -> !name.isEmpty())
                .map(TestCa::user)
                .toList();
        return new NodeCertificate(
                NodeId.parse(fields[0]),
                fields[1],
                Role.valueOf(fields[2]),
                users,
                der,
                sha256(der),
                Instant.ofEpochSecond(Long.parseLong(fields[5])));
    }

    private static Bytes sha256(Bytes bytes) {
        try {
            return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes.toArray()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes sign(PrivateKey key, Bytes content) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(content.toArray());
            return Bytes.copyOf(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean verify(PublicKey key, Bytes content, Bytes signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            verifier.update(content.toArray());
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
