package io.pigw.runtime.net;

import io.netty.handler.ssl.OpenSslCertificateException;
import io.pigw.runtime.identity.CertificateRefusedException;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.identity.RefusalReason;
import java.net.Socket;
import java.security.cert.CertificateException;
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
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType) throws CertificateException {
        check(chain);
    }

    /** None are named to the other end: a node has one certificate to show anyway. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void check(X509Certificate @Nullable [] chain) throws CertificateException {
        metrics.fullHandshake();
        try {
            verifier.require(chain == null ? List.of() : List.of(chain));
        } catch (CertificateRefusedException refused) {
            throw new OpenSslCertificateException(
                    String.valueOf(refused.getMessage()), refused, verifyError(refused.reason()));
        }
    }

    /** BoringSSL's number for it, from which it takes the alert. */
    private static int verifyError(RefusalReason reason) {
        return switch (reason) {
            case EXPIRED -> io.netty.internal.tcnative.CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
            case REVOKED -> io.netty.internal.tcnative.CertificateVerifier.X509_V_ERR_CERT_REVOKED;
            case REVOCATION_UNKNOWN -> io.netty.internal.tcnative.CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_CRL;
            case UNTRUSTED ->
                io.netty.internal.tcnative.CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
            case NO_CERTIFICATE,
                    NOT_YET_VALID,
                    BAD_PROFILE,
                    WRONG_OVERLAY,
                    WRONG_ROLE,
                    WRONG_ID,
                    WRONG_PROTOCOL,
                    REFUSED_BY_OTHER_END,
                    TLS_FAILED,
                    HANDSHAKE_TIMEOUT,
                    HANDSHAKE_LOST,
                    COOLING_DOWN,
                    TOO_MANY_LINKS -> io.netty.internal.tcnative.CertificateVerifier.X509_V_ERR_CERT_REJECTED;
        };
    }
}
