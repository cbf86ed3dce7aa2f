package io.pigw.runtime.est;

import io.pigw.runtime.identity.CertificateRefusedException;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Verifiers;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Checks what an enrollment brought before anyone relies on it. The certificates come as a set, in no order that means anything
 * (RFC 5652 §10.2.3); the chain is the node's own, its issuer, then others.
 */
final class EnrolledIdentity {

    private EnrolledIdentity() {}

    static NodeIdentity check(
            KeyPair pair, List<X509Certificate> certificates, Set<X509Certificate> roots, Verifiers verifiers)
            throws EstException {
        List<X509Certificate> chain = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            if (isFor(pair, certificate)) {
                chain.addFirst(certificate);
            } else if (!roots.contains(certificate)) {
                chain.addLast(certificate);
            }
        }
        if (chain.isEmpty() || !isFor(pair, chain.getFirst())) {
            throw new EstException("the answer holds no certificate for the key");
        }
        X509Certificate leaf = chain.getFirst();
        chain.subList(1, chain.size()).sort(Comparator.comparing(ca -> !isIssuer(ca, leaf)));
        try {
            NodeIdentity identity = NodeIdentity.of(pair.getPrivate(), chain, roots);
            verifiers.of(identity).requireIssued(chain);
            return identity;
        } catch (CertificateRefusedException | IllegalArgumentException e) {
            throw new EstException("the certificate cannot be relied on", e);
        }
    }

    private static boolean isIssuer(X509Certificate ca, X509Certificate leaf) {
        if (!ca.getSubjectX500Principal().equals(leaf.getIssuerX500Principal())) {
            return false;
        }
        try {
            leaf.verify(ca.getPublicKey());
            return true;
        } catch (GeneralSecurityException notByThis) {
            return false;
        }
    }

    private static boolean isFor(KeyPair pair, X509Certificate certificate) {
        return Arrays.equals(
                certificate.getPublicKey().getEncoded(), pair.getPublic().getEncoded());
    }
}
