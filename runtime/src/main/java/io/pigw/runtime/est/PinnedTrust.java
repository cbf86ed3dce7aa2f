package io.pigw.runtime.est;

import io.pigw.p2psip.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * For first contact with nothing but a fingerprint: the server must show the root that has it, and everything below is
 * then validated against that root, names included. Nothing is trusted on first use.
 */
final class PinnedTrust extends ServerTrust {

    private final Bytes rootSha256;
    private final InstantSource clock;
    private volatile @Nullable X509Certificate root;

    PinnedTrust(Bytes rootSha256, InstantSource clock) {
        this.rootSha256 = rootSha256;
        this.clock = clock;
    }

    /** The root with the fingerprint, once a server has shown it. */
    Optional<X509Certificate> root() {
        return Optional.ofNullable(root);
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

    @Override
    X509ExtendedTrustManager judge(X509Certificate[] chain) throws CertificateException {
        return new AnchoredTrust(Set.of(find(chain)), clock);
    }

    @Override
    void trusted(X509Certificate[] chain) throws CertificateException {
        root = find(chain);
    }
}
