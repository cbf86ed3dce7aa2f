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
import java.util.stream.Collectors;

/** Finds and validates the path from a certificate to a trust root (RFC 5280 §6). Some milliseconds; safe on any thread. */
final class PathValidator {

    private static final int MAX_SHOWN = 4;
    private static final int MAX_LEARNT = 16;
    private static final int MAX_CAS_OF_A_PATH = 2;

    private final Set<X509Certificate> roots;
    private final Set<TrustAnchor> anchors;
    private final Set<X509Certificate> learnt = new CopyOnWriteArraySet<>();

    PathValidator(Set<X509Certificate> roots) {
        this.roots = Set.copyOf(roots);
        this.anchors = roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toUnmodifiableSet());
    }

    /** Remembers the CAs of a chain that is trusted. */
    void learn(List<X509Certificate> chain) {
        for (X509Certificate ca : chain.subList(1, chain.size())) {
            if (learnt.size() < MAX_LEARNT && !roots.contains(ca)) {
                learnt.add(ca);
            }
        }
    }

    /** Returns until when the path holds. */
    Instant validate(List<X509Certificate> chain, Instant now) throws CertificateRefusedException {
        if (chain.size() > MAX_SHOWN) {
            throw new CertificateRefusedException(RefusalReason.UNTRUSTED, "more than 4 certificates");
        }
        X509Certificate leaf = chain.getFirst();
        try {
            PKIXCertPathBuilderResult path = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters(leaf, chain, now));
            Collection<X509Certificate> certificates = new ArrayList<>();
            for (Certificate certificate : path.getCertPath().getCertificates()) {
                certificates.add((X509Certificate) certificate);
            }
            learn(List.copyOf(certificates));
            X509Certificate root = path.getTrustAnchor().getTrustedCert();
            if (root != null) {
                certificates.add(root);
            }
            return certificates.stream()
                    .map(certificate -> certificate.getNotAfter().toInstant())
                    .min(Instant::compareTo)
                    .orElseThrow();
        } catch (CertPathBuilderException noPath) {
            throw new CertificateRefusedException(RefusalReason.UNTRUSTED, "no path to a trust root");
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

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
