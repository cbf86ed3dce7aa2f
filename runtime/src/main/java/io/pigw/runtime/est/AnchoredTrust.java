package io.pigw.runtime.est;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts servers under these roots alone, their names checked, as of the time of day that the process goes by. */
final class AnchoredTrust extends ServerTrust {

    private final Set<TrustAnchor> anchors;
    private final InstantSource clock;

    /** Trust in these roots, at least one. */
    AnchoredTrust(Set<X509Certificate> roots, InstantSource clock) {
        this.anchors = roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toUnmodifiableSet());
        this.clock = clock;
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("no trust root");
        }
    }

    /** The platform's manager, told the time: it would take the machine's own. */
    @Override
    X509ExtendedTrustManager judge(X509Certificate[] chain) throws CertificateException {
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new CertificateException("the platform has no PKIX trust manager");
        } catch (GeneralSecurityException unusable) {
            throw new CertificateException("the server's certificate cannot be trusted", unusable);
        }
    }
}
