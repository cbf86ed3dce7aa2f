package io.pigw.runtime.testing;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.CertificateProfile;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate under construction. What is not set is good. */
public final class TestCertificate {

    private static final X500Name SELF = new X500Name("CN=self");

    private final TestPki pki;
    private final Role role;
    private final NodeId id;
    private final List<String> users = new ArrayList<>();
    private String overlay;
    private Instant notBefore = Instant.now().minus(Duration.ofMinutes(5));
    private Instant notAfter = Instant.now().plus(Duration.ofDays(7));
    private @Nullable String crlUrl;
    private boolean withRole = true;
    private boolean selfSigned;

    TestCertificate(TestPki pki, Role role, NodeId id, String overlay) {
        this.pki = pki;
        this.role = role;
        this.id = id;
        this.overlay = overlay;
    }

    /** User names, {@code user@host}. */
    public TestCertificate users(String... names) {
        users.addAll(List.of(names));
        return this;
    }

    /** For another overlay. */
    public TestCertificate overlay(String name) {
        overlay = name;
        return this;
    }

    /** Another time. */
    public TestCertificate valid(Instant from, Instant to) {
        notBefore = from;
        notAfter = to;
        return this;
    }

    /** Ended an hour ago. */
    public TestCertificate expired() {
        Instant now = Instant.now();
        return valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofHours(1)));
    }

    /** Lacks the role's policy: not of the profile. */
    public TestCertificate withoutRole() {
        withRole = false;
        return this;
    }

    /** Says where the list of revoked certificates is. */
    public TestCertificate crlAt(String url) {
        crlUrl = url;
        return this;
    }

    static CRLDistPoint pointTo(String url) {
        GeneralName at = new GeneralName(GeneralName.uniformResourceIdentifier, url);
        return new CRLDistPoint(new DistributionPoint[] {
            new DistributionPoint(new DistributionPointName(new GeneralNames(at)), null, null)
        });
    }

    /** Signed with its own key. */
    public TestCertificate selfSigned() {
        selfSigned = true;
        return this;
    }

    /** Signs it. What it says in {@link NodeIdentity#certificate()} is as was set here, good or bad. */
    public NodeIdentity issue() {
        return issueFor(TestPki.newKey());
    }

    /** As {@link #issue}, for that key. */
    public NodeIdentity issueFor(KeyPair key) {
        X509Certificate certificate = sign(key);
        if (withRole && !selfSigned) {
            return pki.identity(key, certificate);
        }
        try {
            Bytes der = Bytes.copyOf(certificate.getEncoded());
            Bytes hash = Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(der.toArray()));
            List<X509Certificate> chain = selfSigned ? List.of(certificate) : List.of(certificate, pki.issuing());
            return new NodeIdentity(
                    key.getPrivate(),
                    chain,
                    pki.trustAnchors(),
                    new NodeCertificate(id, overlay, role, List.of(), der, hash, notAfter));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Signs it for somebody else's key. */
    public X509Certificate issue(PublicKey key) {
        return sign(new KeyPair(key, TestPki.newKey().getPrivate()));
    }

    private X509Certificate sign(KeyPair key) {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, CertificateProfile.nodeUri(id, overlay)));
        users.forEach(user -> names.add(new GeneralName(GeneralName.rfc822Name, user)));
        X500Name issuer = selfSigned
                ? SELF
                : X500Name.getInstance(pki.issuing().getSubjectX500Principal().getEncoded());
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                pki.nextSerial(),
                Date.from(notBefore),
                Date.from(notAfter),
                selfSigned ? SELF : new X500Name(new RDN[0]),
                key.getPublic());
        try {
            builder.addExtension(
                    Extension.subjectAlternativeName, true, new GeneralNames(names.toArray(new GeneralName[0])));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
            }));
            if (crlUrl != null) {
                builder.addExtension(Extension.cRLDistributionPoints, false, pointTo(crlUrl));
            }
            if (withRole) {
                builder.addExtension(
                        Extension.certificatePolicies,
                        false,
                        new CertificatePolicies(
                                new PolicyInformation(new ASN1ObjectIdentifier(CertificateProfile.policyOid(role)))));
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return TestPki.sign(builder, selfSigned ? key : pki.issuingKey());
    }
}
