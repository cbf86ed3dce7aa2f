package io.pigw.runtime.net;

import io.pigw.runtime.identity.CertificateRefusedException;
import io.pigw.runtime.identity.CertificateVerifier;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges the other end's certificate within the handshake, so that it hears of a refusal by a TLS alert. Not asked for a
 * resumed session: {@link LinkAuthenticator} judges every connection once more, and its node's ID and role.
 */
final class NodeTrustManager extends X509ExtendedTrustManager {

    private final CertificateVerifier verifier;
    private final LinkMetrics metrics;

    NodeTrustManager(CertificateVerifier verifier, LinkMetrics metrics) {
        this.verifier = verifier;
        this.metrics = metrics;
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateRefusedException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateRefusedException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable Socket socket)
            throws CertificateRefusedException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable Socket socket)
            throws CertificateRefusedException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType)
            throws CertificateRefusedException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType)
            throws CertificateRefusedException {
        check(chain);
    }

    /** None are named to the other end: a node has one certificate to show anyway. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void check(X509Certificate @Nullable [] chain) throws CertificateRefusedException {
        metrics.fullHandshake();
        verifier.require(chain == null ? List.of() : List.of(chain));
    }
}
