package io.pigw.enrollment.ca;

import io.pigw.runtime.identity.Pem;
import io.pigw.runtime.identity.SignatureProviders;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.jspecify.annotations.Nullable;

/** The root with its key: signs issuing authorities and revokes them. For ceremonies; the server never opens it. Blocks. */
public final class RootAuthority {

    private static final int MAX_REVOKED = 1_000;

    private final X509Certificate certificate;
    private final PrivateKey key;

    RootAuthority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Opens the root.
     *
     * @throws IOException if the key is not there, is another's, or its password or PIN is wrong
     */
    public static RootAuthority open(RootPlace place) throws IOException, GeneralSecurityException {
        X509Certificate certificate = Pem.readCertificates(place.certificate()).getFirst();
        return new RootAuthority(certificate, place.custody().load(place.key(), certificate));
    }

    /** Its certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Signs an issuing authority.
     *
     * @param request PKCS#10 in DER; its key alone counts
     * @param publication as in {@link AuthoritySettings}
     * @throws IOException if the request is not good, with the reason
     */
    public X509Certificate sign(byte[] request, @Nullable PublicationUrls publication, Instant now, SecureRandom random)
            throws IOException, GeneralSecurityException {
        return switch (CertificateRequest.check(request)) {
            case CertificateRequest.Proven(PublicKey proven) -> sign(proven, publication, now, random);
            case CertificateRequest.Rejected(String reason) -> throw new IOException(reason);
        };
    }

    X509Certificate sign(PublicKey issuing, @Nullable PublicationUrls publication, Instant now, SecureRandom random)
            throws GeneralSecurityException {
        certificate.checkValidity(Date.from(now));
        return CaCertificates.issuing(issuing, certificate, key, now, publication, random);
    }

    /**
     * A CRL of the root (RFC 5280 §5): which issuing authorities are not to be trusted any more.
     *
     * @param revoked issuing certificates, all that ever were revoked
     * @param life until the next one is due
     * @return DER
     * @throws IOException if one is no issuing authority of this root
     */
    public byte[] crl(List<X509Certificate> revoked, Instant now, Duration life)
            throws IOException, GeneralSecurityException {
        if (revoked.size() > MAX_REVOKED) {
            throw new IOException("more than " + MAX_REVOKED + " certificates");
        }
        JcaX509ExtensionUtils keyIds = new JcaX509ExtensionUtils();
        X509v2CRLBuilder builder = new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(now));
        builder.setNextUpdate(Date.from(now.plus(life)));
        for (X509Certificate authority : revoked) {
            if (!hasIssued(authority)) {
                throw new IOException("the certificate "
                        + authority.getSerialNumber().toString(16) + " is no issuing authority of this root");
            }
            builder.addCRLEntry(authority.getSerialNumber(), Date.from(now), CRLReason.cACompromise);
        }
        try {
            builder.addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            keyIds.createAuthorityKeyIdentifier(certificate.getPublicKey()))
                    .addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(now.getEpochSecond())));
        } catch (CertIOException e) {
            throw new GeneralSecurityException("the CRL cannot be encoded", e);
        }
        return builder.build(SignatureProviders.contentSigner(key)).getEncoded();
    }

    /** Whether the certificate is of an issuing authority that this root has signed. */
    public boolean hasIssued(X509Certificate authority) {
        try {
            authority.verify(certificate.getPublicKey(), SignatureProviders.chosen());
            return authority.getBasicConstraints() >= 0 && !authority.equals(certificate);
        } catch (GeneralSecurityException other) {
            return false;
        }
    }
}
