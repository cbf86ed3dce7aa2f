package io.pigw.gateway.sip.tls;

import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** {@link PeerTrust} within the handshake, so that the other end hears of a refusal by a TLS alert; resumed sessions are judged again. */
final class PeerTrustManager extends X509ExtendedTrustManager implements ResumableX509ExtendedTrustManager {

    private final PeerTrust trust;

    PeerTrustManager(PeerTrust trust) {
        this.trust = trust;
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        trust.require(list(chain), PeerTrust.End.CLIENT);
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        String name = engine == null ? null : engine.getPeerHost();
        if (name == null) {
            throw new CertificateException("no name to verify");
        }
        trust.requireServer(list(chain), name);
    }

    @Override
    public void resumeClientTrusted(X509Certificate @Nullable [] chain, @Nullable SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, "", engine);
    }

    @Override
    public void resumeServerTrusted(X509Certificate @Nullable [] chain, @Nullable SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, "", engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        throw new CertificateException("not for sockets");
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        throw new CertificateException("not for sockets");
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType) throws CertificateException {
        throw new CertificateException("not without an engine");
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType) throws CertificateException {
        throw new CertificateException("not without an engine");
    }

    /** None are named to the other end: it has one certificate to show anyway. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private static List<X509Certificate> list(X509Certificate @Nullable [] chain) {
        return chain == null ? List.of() : List.of(chain);
    }
}
