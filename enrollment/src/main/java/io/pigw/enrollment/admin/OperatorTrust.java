package io.pigw.enrollment.admin;

import io.pigw.runtime.identity.CertificateRefusedException;
import io.pigw.runtime.identity.CertificateVerifier;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Lets in whoever shows a living certificate of our own authority; whether he is an operator, {@link OperatorAccess} says at
 * each request, so that those who are none hear why.
 */
final class OperatorTrust extends X509ExtendedTrustManager {

    private final CertificateVerifier verifier;
    private final Supplier<List<X509Certificate>> authorities;

    /**
     * Judges by that verifier.
     *
     * @param authorities root and issuing authorities as of now
     */
    OperatorTrust(CertificateVerifier verifier, Supplier<List<X509Certificate>> authorities) {
        this.verifier = verifier;
        this.authorities = authorities;
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("the operators' port dials nobody");
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        throw new CertificateException("the operators' port dials nobody");
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, String authType) throws CertificateException {
        throw new CertificateException("the operators' port dials nobody");
    }

    /** Tells clients with several certificates which one is meant. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.get().toArray(new X509Certificate[0]);
    }

    private void check(X509Certificate @Nullable [] chain) throws CertificateException {
        // a client may show its own certificate alone
        verifier.learnAuthorities(authorities.get());
        try {
            verifier.require(chain == null ? List.of() : List.of(chain));
        } catch (CertificateRefusedException refused) {
            throw new CertificateException(refused.getMessage(), refused);
        }
    }
}
