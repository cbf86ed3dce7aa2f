package io.pigw.enrollment.publish;

import io.pigw.enrollment.ca.CertificateAuthority;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.Optional;

/** What the root's list means for this server. */
final class RootStanding {

    private RootStanding() {}

    /** Why an operator has to do something about it, if that is so. */
    static Optional<String> unreadyBecause(CertificateAuthority authority, Optional<Crl> list, Instant now) {
        if (list.isEmpty()) {
            return Optional.empty();
        }
        if (now.isAfter(list.get().nextUpdate())) {
            return Optional.of("the root's list has ended on " + list.get().nextUpdate()
                    + ": sign the next one with 'pigw enroll root-crl', before nodes refuse one another for it");
        }
        return isRevoked(authority, list.get())
                ? Optional.of("the root has revoked the authority that issues now: make another one with"
                        + " 'pigw enroll rotate --after 0'")
                : Optional.empty();
    }

    private static boolean isRevoked(CertificateAuthority authority, Crl list) {
        try {
            X509CRL crl = (X509CRL) CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(list.der().toArray()));
            return crl.isRevoked(authority.issuing());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the root's list was read before", e);
        }
    }
}
