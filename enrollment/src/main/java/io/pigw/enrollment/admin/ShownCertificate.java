package io.pigw.enrollment.admin;

import io.pigw.enrollment.ca.IssuingAuthority;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.identity.CertificateReader;
import io.pigw.runtime.identity.CertificateRefusedException;
import io.pigw.runtime.identity.SignatureProviders;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A certificate that an operator has before him. */
final class ShownCertificate {

    private static final int MAX_CHARACTERS = 16_000;

    private ShownCertificate() {}

    /**
     * Reads it and verifies that one of the authorities has signed it. One of theirs is revoked by the root, not here.
     *
     * @param pem the certificate; what comes after it is not looked at
     */
    static Selector.Certificate of(String pem, Collection<X509Certificate> authorities) throws AdminException {
        X509Certificate certificate = read(pem);
        for (X509Certificate authority : authorities) {
            if (isSignedBy(certificate, authority) && certificate.getBasicConstraints() < 0) {
                try {
                    return new Selector.Certificate(
                            certificate.getSerialNumber(),
                            IssuingAuthority.keyIdOf(authority),
                            node(certificate),
                            certificate.getNotAfter().toInstant(),
                            Bytes.copyOf(certificate.getEncoded()));
                } catch (CertificateException unreadable) {
                    throw malformed(unreadable);
                }
            }
        }
        throw Requests.malformed(
                "the certificate was not issued by this server's authority",
                "name the certificates.pem, or its first certificate, of a node of this overlay");
    }

    private static X509Certificate read(String pem) throws AdminException {
        if (pem.length() > MAX_CHARACTERS) {
            throw Requests.malformed("the certificate is too large", "send the node's certificate alone");
        }
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException unreadable) {
            throw malformed(unreadable);
        }
    }

    private static AdminException malformed(CertificateException unreadable) {
        AdminException malformed =
                Requests.malformed("the certificate cannot be read", "send it in PEM: -----BEGIN CERTIFICATE-----");
        malformed.initCause(unreadable);
        return malformed;
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
        if (!certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(authority.getPublicKey(), SignatureProviders.chosen());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    private static @Nullable NodeId node(X509Certificate certificate) {
        try {
            return CertificateReader.read(certificate).id();
        } catch (CertificateRefusedException ofTheServersOwn) {
            return null;
        }
    }
}
