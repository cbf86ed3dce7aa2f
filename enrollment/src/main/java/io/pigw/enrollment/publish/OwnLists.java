package io.pigw.enrollment.publish;

import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.IssuingAuthority;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.revocation.CrlOrigin;
import io.pigw.runtime.revocation.RevocationService;
import org.jspecify.annotations.Nullable;

/**
 * What this process's own nodes believe of who was revoked: each list as soon as it is public, and none by HTTP from this very
 * server. Any thread; takes some milliseconds for a list of many entries.
 */
final class OwnLists {

    private final CertificateAuthority authority;
    private final CrlPublisher crls;
    private final Environment environment;
    private @Nullable RevocationService service;

    OwnLists(CertificateAuthority authority, CrlPublisher crls, Environment environment) {
        this.authority = authority;
        this.crls = crls;
        this.environment = environment;
    }

    /** The node has the lists of now before it has a link. */
    synchronized void give(NodeIdentity node) {
        RevocationService its =
                environment.revocations().of(environment.verifiers().of(node));
        service = its;
        announce(its);
        crls.all().forEach(crl -> its.take(crl.der(), CrlOrigin.ISSUED));
    }

    /** There is a new list. */
    synchronized void take(Crl crl) {
        RevocationService its = service;
        if (its != null) {
            announce(its);
            its.take(crl.der(), CrlOrigin.ISSUED);
        }
    }

    private void announce(RevocationService to) {
        for (IssuingAuthority issuer : authority.issuers()) {
            to.issuedHere(issuer.certificate());
        }
        to.issuedHere(authority.root());
    }
}
