package io.pigw.runtime.identity;

import io.pigw.overlay.port.NodeCertificate;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * Who a node is: its key, the certificate that goes with it, and whom it trusts. Its {@link #toString()} holds no key.
 *
 * @param key P-256
 * @param chain the node's certificate, then those of the CAs between it and the root; the root may be left out
 * @param trustAnchors roots, at least one
 * @param certificate what the first of the chain says
 */
public record NodeIdentity(
        PrivateKey key, List<X509Certificate> chain, Set<X509Certificate> trustAnchors, NodeCertificate certificate) {

    private static final int MAX_CHAIN = 4;

    /** Checks the sizes and copies. */
    public NodeIdentity {
        chain = List.copyOf(chain);
        trustAnchors = Set.copyOf(trustAnchors);
        if (chain.isEmpty() || chain.size() > MAX_CHAIN || trustAnchors.isEmpty()) {
            throw new IllegalArgumentException("an identity has 1 to 4 certificates and a trust root");
        }
    }

    /**
     * Reads the certificate.
     *
     * @throws CertificateRefusedException if it is not of {@link CertificateProfile}
     */
    public static NodeIdentity of(PrivateKey key, List<X509Certificate> chain, Set<X509Certificate> trustAnchors)
            throws CertificateRefusedException {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
        return new NodeIdentity(key, chain, trustAnchors, CertificateReader.read(chain.getFirst()));
    }

    @Override
    public String toString() {
        return "NodeIdentity[" + certificate.role() + " " + certificate.id() + "@" + certificate.overlay() + "]";
    }
}
