package io.pigw.enrollment.issue;

import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Prepared;
import io.pigw.enrollment.ca.Subject;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.store.Issued;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;

/** The one-shot step from what has been checked whole to a certificate. */
final class Signing {

    private final CertificateAuthority authority;
    private final PolicySettings.Validity validity;

    Signing(CertificateAuthority authority, PolicySettings.Validity validity) {
        this.authority = authority;
        this.validity = validity;
    }

    /** A certificate that nobody may see until its record is durable. */
    record Signed(NodeId node, X509Certificate leaf, Issued record) {}

    Signed sign(PublicKey key, Subject.Node subject) {
        Optional<Duration> life = validity.of(subject.role());
        Prepared prepared = life.isPresent()
                ? authority.prepare(key, subject, authority.current(), life.get())
                : authority.prepare(key, subject);
        X509Certificate leaf = authority.issue(prepared);
        return new Signed(subject.id(), leaf, Issuer.record(prepared, leaf));
    }

    /** The answer with a certificate that is on record. */
    Outcome.Enrolled answer(Signed signed) {
        return new Outcome.Enrolled(signed.node(), authority.chain(signed.leaf()));
    }

    /** The answer that was perhaps lost, once more. */
    Outcome.Enrolled again(NodeId node, Bytes der) {
        try {
            X509Certificate leaf = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toArray()));
            return new Outcome.Enrolled(node, authority.chain(leaf));
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate on record cannot be read", e);
        }
    }
}
