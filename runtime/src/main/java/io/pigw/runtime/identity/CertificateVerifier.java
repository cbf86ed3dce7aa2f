package io.pigw.runtime.identity;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.message.Identity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificates and signatures of an overlay's nodes against its trust roots (PKIX, RFC 5280). A certificate that
 * was found good is remembered by its hash until the first certificate of its path expires; whether it has been revoked is
 * asked each time. All nodes of a process with the
 * same roots share one: safe on any thread.
 */
public final class CertificateVerifier implements Verifier {

    private static final int MAX_SIGNATURE_SIZE = Identity.MAX_SIGNATURE_SIZE;

    private final String overlay;
    private final InstantSource clock;
    private final PathValidator paths;
    private final ValidatedCache validated = new ValidatedCache();
    private final RefusedCache refusals = new RefusedCache();
    private volatile RevocationCheck revocation = RevocationCheck.NONE;

    /**
     * A verifier.
     *
     * @param trustAnchors roots
     * @param overlay the name of the overlay that every certificate must be for
     * @param clock the time of day
     */
    public CertificateVerifier(Set<X509Certificate> trustAnchors, String overlay, InstantSource clock) {
        this.overlay = overlay;
        this.clock = clock;
        this.paths = new PathValidator(trustAnchors);
    }

    /** Makes the CAs of a path known that is trusted already, so that a certificate that comes alone can be judged. */
    public void learn(List<X509Certificate> chain) {
        if (paths.learn(chain)) {
            refusals.clear();
            revocation.learnt(paths.learnt());
        }
    }

    /** Makes issuing authorities known; what no root of ours has signed, and roots, are passed over. */
    public void learnAuthorities(Collection<X509Certificate> authorities) {
        if (paths.learnAuthorities(authorities, clock.instant())) {
            refusals.clear();
            revocation.learnt(paths.learnt());
        }
    }

    /** From now on also asks whether certificates have been revoked. Those known are judged anew. */
    public void checkRevocation(RevocationCheck check) {
        revocation = check;
        validated.clear();
        check.learnt(paths.learnt());
    }

    /**
     * What stands now against a certificate that was found good before: its time, or that it has been revoked. Empty when
     * nothing does. In constant time unless so many others came since that it was forgotten.
     */
    public Optional<RefusalReason> objection(NodeCertificate certificate) {
        try {
            Validated known = validated.get(certificate.sha256());
            if (known == null) {
                checked(certificate.der());
            } else {
                checkNow(known);
            }
            return Optional.empty();
        } catch (CertificateRefusedException refused) {
            return Optional.of(refused.reason());
        }
    }

    /** The certificate and the CAs above it, but the root, as lists of revoked ones name them; empty if it is not good. */
    public List<Issued> path(NodeCertificate certificate) {
        try {
            Validated known = validated.get(certificate.sha256());
            return (known == null ? checked(certificate.der()) : known).path();
        } catch (CertificateRefusedException refused) {
            return List.of();
        }
    }

    /** How often a path was searched for. */
    long pathSearches() {
        return paths.searches();
    }

    @Override
    public Verdict check(Bytes certificateDer) {
        try {
            return new Verdict.Valid(checked(certificateDer).certificate());
        } catch (CertificateRefusedException refused) {
            return new Verdict.Invalid(String.valueOf(refused.getMessage()));
        }
    }

    /**
     * As {@link #check}, for a chain as TLS shows it.
     *
     * @param chain the node's certificate first, then CAs
     * @throws CertificateRefusedException with the reason
     */
    public NodeCertificate require(List<X509Certificate> chain) throws CertificateRefusedException {
        Validated known = known(chain);
        checkNow(known);
        return known.certificate();
    }

    /**
     * As {@link #require}, but does not ask whether it has been revoked: for a certificate of one's own. It may be the first of
     * a new CA, of which there is no list yet.
     */
    public NodeCertificate requireIssued(List<X509Certificate> chain) throws CertificateRefusedException {
        Validated known = known(chain);
        checkTime(known);
        return known.certificate();
    }

    private Validated known(List<X509Certificate> chain) throws CertificateRefusedException {
        if (chain.isEmpty()) {
            throw new CertificateRefusedException(RefusalReason.NO_CERTIFICATE, "none was shown");
        }
        byte[] der;
        try {
            der = chain.getFirst().getEncoded();
        } catch (CertificateException malformed) {
            throw new CertificateRefusedException(RefusalReason.BAD_PROFILE, "malformed");
        }
        Bytes hash = CertificateReader.sha256(der);
        Validated known = validated.get(hash);
        if (known == null) {
            known = validated(chain, chain.size() == 1 ? hash : hashOf(chain), hash);
        }
        return known;
    }

    @Override
    public boolean verify(NodeCertificate signer, Bytes content, Bytes signature) {
        if (signature.isEmpty() || signature.size() > MAX_SIGNATURE_SIZE) {
            return false;
        }
        try {
            Signature verification = SignatureProviders.signature();
            verification.initVerify(keyOf(signer));
            verification.update(content.toArray());
            return verification.verify(signature.toArray());
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException unusable) {
            return false;
        }
    }

    private Validated checked(Bytes der) throws CertificateRefusedException {
        if (der.isEmpty() || der.size() > Identity.MAX_CERTIFICATE_SIZE) {
            throw new CertificateRefusedException(RefusalReason.BAD_PROFILE, "not 1 to 3000 bytes");
        }
        byte[] bytes = der.toArray();
        Bytes hash = CertificateReader.sha256(bytes);
        Validated known = validated.get(hash);
        if (known == null) {
            known = validated(List.of(parse(bytes)), hash, hash);
        }
        checkNow(known);
        return known;
    }

    /** Judges a chain, unless it was refused a moment ago. */
    private Validated validated(List<X509Certificate> chain, Bytes ofChain, Bytes ofLeaf)
            throws CertificateRefusedException {
        CertificateRefusedException before = refusals.get(ofChain, clock.instant());
        if (before != null) {
            throw before;
        }
        try {
            Validated fresh = validate(chain);
            validated.put(ofLeaf, fresh, clock.instant());
            return fresh;
        } catch (CertificateRefusedException refused) {
            refusals.put(ofChain, refused, clock.instant());
            throw refused;
        }
    }

    private static Bytes hashOf(List<X509Certificate> chain) throws CertificateRefusedException {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (X509Certificate certificate : chain) {
                all.writeBytes(certificate.getEncoded());
            }
            return CertificateReader.sha256(all.toByteArray());
        } catch (CertificateException malformed) {
            throw new CertificateRefusedException(RefusalReason.BAD_PROFILE, "malformed");
        }
    }

    private Validated validate(List<X509Certificate> chain) throws CertificateRefusedException {
        X509Certificate leaf = chain.getFirst();
        Instant now = clock.instant();
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            throw new CertificateRefusedException(
                    RefusalReason.EXPIRED, "not after " + leaf.getNotAfter().toInstant());
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            throw new CertificateRefusedException(
                    RefusalReason.NOT_YET_VALID,
                    "not before " + leaf.getNotBefore().toInstant());
        }
        int knownCas = paths.knownCas();
        PathValidator.Path path = paths.validate(chain, now);
        if (paths.knownCas() != knownCas) {
            refusals.clear(); // what came alone before its CA was known is good now
        }
        NodeCertificate certificate = CertificateReader.read(leaf);
        if (!certificate.overlay().equals(overlay)) {
            throw new CertificateRefusedException(RefusalReason.WRONG_OVERLAY, "not for " + overlay);
        }
        revocation.found(path.certificates());
        revocation.learnt(paths.learnt());
        try {
            return new Validated(
                    certificate,
                    SignatureProviders.prepare(leaf.getPublicKey()),
                    leaf.getNotBefore().toInstant(),
                    path.until(),
                    issued(path.certificates()));
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            throw new CertificateRefusedException(
                    RefusalReason.BAD_PROFILE, "the key or the serial number cannot be used");
        }
    }

    private static List<Issued> issued(List<X509Certificate> path) {
        List<Issued> issued = new ArrayList<>(path.size() - 1);
        for (int i = 0; i < path.size() - 1; i++) {
            issued.add(Issued.by(path.get(i + 1), path.get(i)));
        }
        return List.copyOf(issued);
    }

    private void checkNow(Validated known) throws CertificateRefusedException {
        checkTime(known);
        RefusalReason objection = revocation.objection(known.path(), clock.instant());
        if (objection != null) {
            throw new CertificateRefusedException(
                    objection, "node " + known.certificate().id());
        }
    }

    private void checkTime(Validated known) throws CertificateRefusedException {
        Instant now = clock.instant();
        if (now.isAfter(known.notAfter())) {
            validated.remove(known.certificate().sha256());
            throw new CertificateRefusedException(RefusalReason.EXPIRED, "not after " + known.notAfter());
        }
        if (now.isBefore(known.notBefore())) {
            throw new CertificateRefusedException(RefusalReason.NOT_YET_VALID, "not before " + known.notBefore());
        }
    }

    private PublicKey keyOf(NodeCertificate signer) throws GeneralSecurityException {
        @Nullable Validated known = validated.get(signer.sha256());
        return known != null
                ? known.key()
                : SignatureProviders.prepare(parse(signer.der().toArray()).getPublicKey());
    }

    private static X509Certificate parse(byte[] der) throws CertificateRefusedException {
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(der);
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            if (in.available() == 0) {
                return certificate;
            }
        } catch (CertificateException malformed) {
            throw new CertificateRefusedException(RefusalReason.BAD_PROFILE, "no X.509 certificate");
        }
        throw new CertificateRefusedException(RefusalReason.BAD_PROFILE, "bytes after the certificate");
    }
}
