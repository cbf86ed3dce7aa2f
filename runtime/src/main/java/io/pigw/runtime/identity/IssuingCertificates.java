package io.pigw.runtime.identity;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;

/** Certificates of issuing authorities. */
final class IssuingCertificates {

    private static final int CERT_SIGN = 5;

    private IssuingCertificates() {}

    /** Whether it is an issuing authority's, good now, and the root signed it (RFC 5280 §6.1). */
    static boolean isBelow(X509Certificate root, X509Certificate authority, Instant now) {
        boolean[] usage = authority.getKeyUsage();
        if (authority.getBasicConstraints() < 0
                || usage == null
                || !usage[CERT_SIGN]
                || !authority.getIssuerX500Principal().equals(root.getSubjectX500Principal())) {
            return false;
        }
        try {
            authority.checkValidity(Date.from(now));
            authority.verify(root.getPublicKey(), SignatureProviders.chosen());
            return true;
        } catch (GeneralSecurityException bad) {
            return false;
        }
    }
}
