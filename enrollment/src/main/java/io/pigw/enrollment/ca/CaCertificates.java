package io.pigw.enrollment.ca;

import io.pigw.runtime.identity.SignatureProviders;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.jspecify.annotations.Nullable;

/** The certificates of authorities (RFC 5280 §4.2): a root for ten years, issuing authorities below it for three. */
final class CaCertificates {

    static final Duration ROOT_LIFE = Duration.ofDays(3650);
    static final Duration ISSUING_LIFE = Duration.ofDays(1095);

    /** RFC 5280 §4.2.1.4: any policy may appear below. */
    private static final String ANY_POLICY = "2.5.29.32.0";

    private CaCertificates() {}

    static X509Certificate root(String overlay, KeyPair pair, Instant now, SecureRandom random)
            throws GeneralSecurityException {
        X500Name name = CaNames.root(overlay);
        try {
            X509v3CertificateBuilder builder =
                    builder(name, name, pair.getPublic(), pair.getPublic(), now, now.plus(ROOT_LIFE), 1, random);
            return sign(builder, pair.getPrivate(), pair.getPublic());
        } catch (CertIOException e) {
            throw new GeneralSecurityException("the root's certificate cannot be encoded", e);
        }
    }

    /**
     * The certificate of an issuing authority: below it no other, and no mail-like names but the overlay's.
     *
     * @param publication where the root's CRL is to be found; null: nowhere
     */
    static X509Certificate issuing(
            PublicKey key,
            X509Certificate root,
            PrivateKey rootKey,
            Instant now,
            @Nullable PublicationUrls publication,
            SecureRandom random)
            throws GeneralSecurityException {
        String overlay = CaNames.overlay(root);
        Instant rootEnd = root.getNotAfter().toInstant();
        Instant end = now.plus(ISSUING_LIFE).isBefore(rootEnd) ? now.plus(ISSUING_LIFE) : rootEnd;
        X500Name name = CaNames.issuing(overlay, keyId(key));
        try {
            X509v3CertificateBuilder builder =
                    builder(CaNames.of(root), name, key, root.getPublicKey(), now, end, 0, random);
            builder.addExtension(
                            Extension.certificatePolicies,
                            false,
                            new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(ANY_POLICY))))
                    .addExtension(
                            Extension.nameConstraints,
                            true,
                            new NameConstraints(
                                    new GeneralSubtree[] {
                                        new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, overlay))
                                    },
                                    null));
            if (publication != null) {
                String rootId = IssuingAuthority.keyIdOf(root);
                builder.addExtension(Extension.cRLDistributionPoints, false, Profile.crl(publication.crl(rootId)));
            }
            return sign(builder, rootKey, root.getPublicKey());
        } catch (CertIOException e) {
            throw new GeneralSecurityException("the issuing certificate cannot be encoded", e);
        }
    }

    /** The key identifier (RFC 5280 §4.2.1.2, method 1) in hexadecimal. */
    static String keyId(PublicKey key) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(new JcaX509ExtensionUtils()
                        .createSubjectKeyIdentifier(key)
                        .getKeyIdentifier());
    }

    /** A serial number (RFC 5280 §4.1.2.2): positive, at random. */
    static BigInteger serial(SecureRandom random) {
        return new BigInteger(CertificateAuthority.SERIAL_BITS, random).setBit(CertificateAuthority.SERIAL_BITS - 1);
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer,
            X500Name subject,
            PublicKey key,
            PublicKey issuerKey,
            Instant now,
            Instant end,
            int pathLength,
            SecureRandom random)
            throws GeneralSecurityException, CertIOException {
        JcaX509ExtensionUtils keyIds = new JcaX509ExtensionUtils();
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return new JcaX509v3CertificateBuilder(
                        issuer,
                        serial(random),
                        Date.from(second.minus(CertificateAuthority.BACK_DATED)),
                        Date.from(end.truncatedTo(ChronoUnit.SECONDS)),
                        subject,
                        key)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .addExtension(Extension.subjectKeyIdentifier, false, keyIds.createSubjectKeyIdentifier(key))
                .addExtension(Extension.authorityKeyIdentifier, false, keyIds.createAuthorityKeyIdentifier(issuerKey));
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key, PublicKey verify)
            throws GeneralSecurityException {
        X509Certificate certificate =
                new JcaX509CertificateConverter().getCertificate(builder.build(SignatureProviders.contentSigner(key)));
        certificate.verify(verify, SignatureProviders.chosen());
        return certificate;
    }
}
