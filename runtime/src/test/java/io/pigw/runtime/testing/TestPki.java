package io.pigw.runtime.testing;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.CertificateRefusedException;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority for tests: a root, an issuing CA, and certificates of any kind, bad ones too. Each instance is a
 * trust root of its own, so that a second one is "the wrong CA". Safe on any thread.
 */
public final class TestPki {

    /** The overlay of {@link #create()}. */
    public static final String OVERLAY = "p2p.example.net";

    private static final Duration CA_VALIDITY = Duration.ofDays(3_650);

    private final String overlay;
    private final KeyPair rootKey;
    private final KeyPair issuingKey;
    private final X509Certificate root;
    private final X509Certificate issuing;
    private final AtomicLong serials = new AtomicLong(100);

    private TestPki(String overlay) {
        this(overlay, newKey());
    }

    private TestPki(String overlay, KeyPair rootKey) {
        this(overlay, rootKey, ca(rootName(overlay), rootName(overlay), rootKey, rootKey, 1, null), "Issuing CA", 2);
    }

    private TestPki(String overlay, KeyPair rootKey, X509Certificate root, String issuingName, int serial) {
        this(overlay, rootKey, root, issuingName, serial, null);
    }

    private TestPki(
            String overlay,
            KeyPair rootKey,
            X509Certificate root,
            String issuingName,
            int serial,
            @Nullable String rootListAt) {
        this.overlay = overlay;
        this.rootKey = rootKey;
        this.root = root;
        this.issuingKey = newKey();
        this.issuing = ca(
                new X500Name("CN=" + issuingName + " of " + overlay),
                rootName(overlay),
                issuingKey,
                rootKey,
                serial,
                rootListAt);
    }

    private static X500Name rootName(String overlay) {
        return new X500Name("CN=Root of " + overlay);
    }

    /** The same root with another issuing CA, as after a rotation. */
    public TestPki withNewIssuingCa() {
        return new TestPki(overlay, rootKey, root, "Next issuing CA", 3);
    }

    /** The same root with another issuing CA, whose certificate says where the root's list is. */
    public TestPki withRootListAt(String url) {
        return new TestPki(overlay, rootKey, root, "Checked issuing CA", 4, url);
    }

    /** A new root for {@value #OVERLAY}. */
    public static TestPki create() {
        return create(OVERLAY);
    }

    /** A new root for the overlay. */
    public static TestPki create(String overlay) {
        return new TestPki(overlay);
    }

    /** A good identity that is valid for a week. */
    public NodeIdentity issue(Role role, long id, String... users) {
        return issue(role, NodeId.of(id), users);
    }

    /** A good identity that is valid for a week. */
    public NodeIdentity issue(Role role, NodeId id, String... users) {
        return certificate(role, id).users(users).issue();
    }

    /** Anything else: begins with what is good. */
    public TestCertificate certificate(Role role, NodeId id) {
        return new TestCertificate(this, role, id, overlay);
    }

    /** TLS of a server that is reached as 127.0.0.1 and knows the certificates of this authority. */
    public SSLContext serverTls() {
        KeyPair key = newKey();
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    "server", key.getPrivate(), new char[0], serverChain(key).toArray(X509Certificate[]::new));
            keys.setCertificateEntry("root", root);
            KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
            own.init(keys, new char[0]);
            TrustManagerFactory others = TrustManagerFactory.getInstance("PKIX");
            others.init(keys);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(own.getKeyManagers(), others.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What a server that is reached as 127.0.0.1 shows for an hour: its certificate, then the issuing CA's. */
    public List<X509Certificate> serverChain(KeyPair key) {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                X500Name.getInstance(issuing.getSubjectX500Principal().getEncoded()),
                nextSerial(),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofHours(1))),
                new X500Name(new RDN[0]),
                key.getPublic());
        try {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    true,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            return List.of(sign(builder, issuingKey), issuing);
        } catch (CertIOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A list of the issuing CA that is good from a minute before the given time on. */
    public TestCrl crl(long number, Instant now) {
        return new TestCrl(issuing, issuingKey, number, now);
    }

    /** A list of the root. */
    public TestCrl rootCrl(long number, Instant now) {
        return new TestCrl(root, rootKey, number, now);
    }

    /** The overlay's name. */
    public String overlay() {
        return overlay;
    }

    /** The trust roots. */
    public Set<X509Certificate> trustAnchors() {
        return Set.of(root);
    }

    /** The root's certificate. */
    public X509Certificate root() {
        return root;
    }

    /** The issuing CA's certificate. */
    public X509Certificate issuing() {
        return issuing;
    }

    /** A P-256 key pair. */
    public static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    BigInteger nextSerial() {
        return BigInteger.valueOf(serials.incrementAndGet());
    }

    KeyPair issuingKey() {
        return issuingKey;
    }

    NodeIdentity identity(KeyPair key, X509Certificate certificate) {
        try {
            return NodeIdentity.of(key.getPrivate(), List.of(certificate, issuing), trustAnchors());
        } catch (CertificateRefusedException refused) {
            throw new IllegalArgumentException(refused);
        }
    }

    static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair issuer) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static X509Certificate ca(
            X500Name subject,
            X500Name issuer,
            KeyPair key,
            KeyPair issuerKey,
            int serial,
            @Nullable String rootListAt) {
        try {
            Instant now = Instant.now();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(serial),
                    Date.from(now.minus(CA_VALIDITY)),
                    Date.from(now.plus(CA_VALIDITY)),
                    subject,
                    key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            if (rootListAt != null) {
                builder.addExtension(Extension.cRLDistributionPoints, false, TestCertificate.pointTo(rootListAt));
            }
            return sign(builder, issuerKey);
        } catch (CertIOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
