package io.pigw.runtime.identity;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Finds and validates the path from a certificate to a trust root (RFC 5280 §6). Some milliseconds; safe on any thread. */
final class PathValidator {

    private static final int MAX_SHOWN = 4;
    private static final int MAX_LEARNT = 16;
    private static final int MAX_CAS_OF_A_PATH = 2;

    private final Set<X509Certificate> roots;
    private final Set<TrustAnchor> anchors;
    private final Set<X509Certificate> learnt = new CopyOnWriteArraySet<>();

    private final LongAdder searches = new LongAdder();

    PathValidator(Set<X509Certificate> roots) {
        this.roots = Set.copyOf(roots);
        this.anchors = roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toUnmodifiableSet());
    }

    /** Remembers the CAs of a chain that is trusted. Returns whether one was new. */
    boolean learn(List<X509Certificate> chain) {
        boolean more = false;
        for (X509Certificate ca : chain.subList(1, chain.size())) {
            if (learnt.size() < MAX_LEARNT && !roots.contains(ca)) {
                more |= learnt.add(ca);
            }
        }
        return more;
    }

    /** Remembers CAs that a root has signed, and no others. Returns whether one was new. */
    boolean learnAuthorities(Collection<X509Certificate> authorities, Instant now) {
        boolean more = false;
        for (X509Certificate ca : authorities) {
            if (learnt.size() < MAX_LEARNT
                    && !learnt.contains(ca)
                    && !roots.contains(ca)
                    && roots.stream().anyMatch(root -> IssuingCertificates.isBelow(root, ca, now))) {
                more |= learnt.add(ca);
            }
        }
        return more;
    }

    /** The CAs that are remembered. */
    Set<X509Certificate> learnt() {
        return Set.copyOf(learnt);
    }

    /** How many CAs are remembered. */
    int knownCas() {
        return learnt.size();
    }

    /** How often a path was searched for. */
    long searches() {
        return searches.sum();
    }

    /**
     * The path. It is searched for only if a CA below a root did sign the certificate: a stranger's certificate costs as much as
     * checking a signature or two, and mostly less.
     */
    Path validate(List<X509Certificate> chain, Instant now) throws CertificateRefusedException {
        if (chain.size() > MAX_SHOWN) {
            throw new CertificateRefusedException(RefusalReason.UNTRUSTED, "more than 4 certificates");
        }
        X509Certificate leaf = chain.getFirst();
        if (!isVouchedFor(leaf, chain, 0)) {
            throw new CertificateRefusedException(RefusalReason.UNTRUSTED, "not signed by a CA of this overlay");
        }
        searches.increment();
        try {
            PKIXCertPathBuilderResult path = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters(leaf, chain, now));
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate certificate : path.getCertPath().getCertificates()) {
                certificates.add((X509Certificate) certificate);
            }
            learn(List.copyOf(certificates));
            // the other issuing authorities of the overlay, whose certificates come alone in messages
            learnAuthorities(chain.subList(1, chain.size()), now);
            X509Certificate root = path.getTrustAnchor().getTrustedCert();
            if (root != null) {
                certificates.add(root);
            }
            Instant until = certificates.stream()
                    .map(certificate -> certificate.getNotAfter().toInstant())
                    .min(Instant::compareTo)
                    .orElseThrow();
            return new Path(List.copyOf(certificates), until);
        } catch (CertPathBuilderException noPath) {
            throw new CertificateRefusedException(RefusalReason.UNTRUSTED, "no path to a trust root");
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Whether a root or a known CA signed it, or a CA that was shown and is vouched for itself. */
    private boolean isVouchedFor(X509Certificate certificate, List<X509Certificate> shown, int casAbove) {
        for (X509Certificate root : roots) {
            if (signed(root, certificate)) {
                return true;
            }
        }
        for (X509Certificate ca : learnt) {
            if (signed(ca, certificate)) {
                return true;
            }
        }
        for (X509Certificate ca : shown.subList(1, shown.size())) {
            if (casAbove < MAX_CAS_OF_A_PATH
                    && isIssuer(ca, certificate)
                    && isVouchedFor(ca, shown, casAbove + 1)
                    && signed(ca, certificate)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIssuer(X509Certificate ca, X509Certificate certificate) {
        return ca.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static boolean signed(X509Certificate ca, X509Certificate certificate) {
        if (!isIssuer(ca, certificate)) {
            return false;
        }
        try {
            certificate.verify(ca.getPublicKey(), SignatureProviders.chosen());
            return true;
        } catch (GeneralSecurityException notByThis) {
            return false;
        }
    }

    /**
     * A good path.
     *
     * @param certificates the node's first, the root last
     * @param until the earliest end of a validity
     */
    record Path(List<X509Certificate> certificates, Instant until) {}

    private PKIXBuilderParameters parameters(X509Certificate leaf, List<X509Certificate> chain, Instant now)
            throws InvalidAlgorithmParameterException, NoSuchAlgorithmException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(leaf);
        Set<X509Certificate> candidates = new LinkedHashSet<>(chain);
        candidates.addAll(learnt);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(candidates)));
        parameters.setRevocationEnabled(false);
        parameters.setMaxPathLength(MAX_CAS_OF_A_PATH);
        parameters.setDate(Date.from(now));
        return parameters;
    }
}
