package io.pigw.runtime.identity;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.message.Identity;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificates and signatures of an overlay's nodes against its trust roots (PKIX, RFC 5280). A certificate that
 * was found good is remembered by its hash until the first certificate of its path expires. All nodes of a process with the
 * same roots share one: safe on any thread.
 */
public final class CertificateVerifier implements Verifier {

    private static final int MAX_SIGNATURE_SIZE = Identity.MAX_SIGNATURE_SIZE;

    private final String overlay;
    private final InstantSource clock;
    private final PathValidator paths;
    private final ValidatedCache validated = new ValidatedCache();

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
        paths.learn(chain);
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
            known = validate(chain);
            validated.put(hash, known, clock.instant());
        }
        checkTime(known);
        return known.certificate();
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
            known = validate(List.of(parse(bytes)));
            validated.put(hash, known, clock.instant());
        }
        checkTime(known);
        return known;
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
        Instant until = paths.validate(chain, now);
        NodeCertificate certificate = CertificateReader.read(leaf);
        if (!certificate.overlay().equals(overlay)) {
            throw new CertificateRefusedException(RefusalReason.WRONG_OVERLAY, "not for " + overlay);
        }
        try {
            return new Validated(
                    certificate,
                    SignatureProviders.prepare(leaf.getPublicKey()),
                    leaf.getNotBefore().toInstant(),
                    until);
        } catch (GeneralSecurityException unusable) {
            throw new CertificateRefusedException(RefusalReason.BAD_PROFILE, "the key cannot be used");
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
