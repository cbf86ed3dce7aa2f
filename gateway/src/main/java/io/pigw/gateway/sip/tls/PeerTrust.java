package io.pigw.gateway.sip.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges the other side's certificate: a path to a trusted CA (RFC 5280 §6), made for this use (RFC 5924 §4), and of a server the name
 * that was asked for (RFC 5922 §7.3). Revocation is not looked up. Any thread; some milliseconds.
 */
final class PeerTrust {

    private static final int MAX_SHOWN = 8;
    private static final int MAX_CAS = 4;
    private static final String ANY_USE = "2.5.29.37.0";
    private static final String SIP_DOMAIN = "1.3.6.1.5.5.7.3.20";

    /** The end of a connection that shows a certificate. */
    enum End {
        /** Whom we dialled. */
        SERVER("1.3.6.1.5.5.7.3.1"),
        /** Who dialled us. */
        CLIENT("1.3.6.1.5.5.7.3.2");

        private final String use;

        End(String use) {
            this.use = use;
        }
    }

    private final Set<TrustAnchor> anchors;
    private final InstantSource clock;

    PeerTrust(List<X509Certificate> authorities, InstantSource clock) {
        this.anchors =
                authorities.stream().map(ca -> new TrustAnchor(ca, null)).collect(Collectors.toUnmodifiableSet());
        this.clock = clock;
    }

    /** Refuses a certificate with an exception that says why. */
    void require(List<X509Certificate> shown, End end) throws CertificateException {
        if (shown.isEmpty() || shown.size() > MAX_SHOWN) {
            throw new CertificateException(
                    shown.isEmpty() ? "no certificate" : "more than " + MAX_SHOWN + " certificates");
        }
        X509Certificate leaf = shown.getFirst();
        Instant now = clock.instant();
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            throw new CertificateExpiredException(
                    "the certificate ended on " + leaf.getNotAfter().toInstant());
        }
        List<String> uses = leaf.getExtendedKeyUsage();
        if (uses != null && !uses.contains(end.use) && !uses.contains(SIP_DOMAIN) && !uses.contains(ANY_USE)) {
            throw new CertificateException("the certificate is not made for a SIP " + end);
        }
        try {
            CertPathBuilder.getInstance("PKIX").build(parameters(shown, now));
        } catch (CertPathBuilderException noPath) {
            throw new CertificateException("no path to a trusted CA", noPath);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** As {@link #require}, and the name must be proved. */
    void requireServer(List<X509Certificate> shown, String name) throws CertificateException {
        require(shown, End.SERVER);
        if (!CertificateNames.of(shown.getFirst()).prove(name)) {
            throw new CertificateException("the certificate does not prove the server's name");
        }
    }

    private PKIXBuilderParameters parameters(List<X509Certificate> shown, Instant now) throws GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(shown.getFirst());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(shown)));
        parameters.setRevocationEnabled(false);
        parameters.setMaxPathLength(MAX_CAS);
        parameters.setDate(Date.from(now));
        return parameters;
    }
}
