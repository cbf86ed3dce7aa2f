package io.pigw.enrollment.est;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Lets every client through the handshake, which proves that it holds the key of the certificate that it shows, and nothing
 * else. What the certificate is worth is judged at each request, of a resumed session too, where a refusal has words:
 * {@link ClientCertificates}.
 */
final class AnyClient extends X509ExtendedTrustManager {

    private final X509Certificate[] issuers;

    /** Names these authorities to clients that choose by it. */
    AnyClient(List<X509Certificate> issuers) {
        this.issuers = issuers.toArray(new X509Certificate[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType) throws CertificateException {
        throw new CertificateException("no client here");
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        throw new CertificateException("no client here");
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no client here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return issuers.clone();
    }
}
