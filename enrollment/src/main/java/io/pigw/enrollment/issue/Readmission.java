package io.pigw.enrollment.issue;

import io.pigw.enrollment.policy.KeyCheck;
import io.pigw.enrollment.store.Issued;
import io.pigw.enrollment.store.Restorations;
import io.pigw.enrollment.store.Shown;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Nodes of a server that was restored from a backup: whether they get certificates yet, and those that it does not know. */
final class Readmission {

    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final Restorations restorations;

    Readmission(Restorations restorations) {
        this.restorations = restorations;
    }

    /** The refusal as long as an operator has not said that the server may go on; operators are not kept waiting. */
    Optional<Outcome> closed(Role role) {
        return role == Role.OPERATOR
                ? Optional.empty()
                : restorations
                        .waiting()
                        .map(restoration -> new Outcome.Busy(
                                "the server was restored from a backup of " + restoration.taken()
                                        + " and waits for an operator ('pigw enroll resume')",
                                PAUSE));
    }

    /** Puts what the backup did not know on record; the refusal if that cannot be. */
    Optional<Outcome> adopt(NodeCertificate current) throws InterruptedException {
        if (restorations.all().isEmpty()) {
            return Optional.empty();
        }
        Issued issued = issued(current.der());
        if (!restorations.mayHaveLost(issued.notBefore())) {
            return Optional.empty();
        }
        return StoreCall.await(restorations.adopt(new Shown(current.id(), current.role(), current.users(), issued)))
                .map(violation -> violation.<Outcome>map(why -> new Outcome.Refused(List.of(why))))
                .orElseGet(() -> Optional.of(new Outcome.Busy("the store does not answer")));
    }

    private static Issued issued(Bytes der) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toArray()));
            return new Issued(
                    certificate.getSerialNumber(),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    KeyCheck.hash(certificate.getPublicKey()),
                    der);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("a validated certificate cannot be read", e);
        }
    }
}
