package io.pigw.runtime.est;

import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * For first contact with nothing but a fingerprint: the server must show the root that has it, and everything below is
 * then validated against that root, names included. Nothing is trusted on first use.
 */
final class PinnedTrust extends X509ExtendedTrustManager {

    private final Bytes rootSha256;
    private volatile @Nullable X509Certificate root;

    PinnedTrust(Bytes rootSha256) {
        this.rootSha256 = rootSha256;
    }

    /** The root with the fingerprint, once a server has shown it. */
    Optional<X509Certificate> root() {
        return Optional.ofNullable(root);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        X509Certificate shown = find(chain);
        anchored(shown).checkServerTrusted(chain, authType, engine);
        root = shown;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        X509Certificate shown = find(chain);
        anchored(shown).checkServerTrusted(chain, authType, socket);
        root = shown;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("the server's name cannot be checked here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no server here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("no server here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no server here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private X509Certificate find(X509Certificate[] chain) throws CertificateException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (X509Certificate certificate : chain) {
                if (Bytes.copyOf(sha256.digest(certificate.getEncoded())).equals(rootSha256)) {
                    return certificate;
                }
            }
        } catch (NoSuchAlgorithmException e) {
            throw new CertificateException("no SHA-256", e);
        }
        throw new CertificateException("the server shows no certificate with the expected fingerprint");
    }

    /** A trust manager that knows one anchor. */
    private static X509ExtendedTrustManager anchored(X509Certificate anchor) throws CertificateException {
        try {
            return anchored(java.util.List.of(anchor));
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException("cannot trust the root", e);
        }
    }

    /** A trust manager that knows these anchors alone. */
    static X509ExtendedTrustManager anchored(Collection<X509Certificate> anchors)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int i = 0;
        for (X509Certificate anchor : anchors) {
            store.setCertificateEntry("anchor-" + i++, anchor);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("the platform has no PKIX trust manager");
    }
}
