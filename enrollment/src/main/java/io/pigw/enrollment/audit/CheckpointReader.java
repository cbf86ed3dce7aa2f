package io.pigw.enrollment.audit;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.CertificateProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** Reads signed checkpoints (CMS SignedData, RFC 5652) and believes those alone that lead to the given roots. Any thread. */
public final class CheckpointReader {

    /** The largest looked at, in bytes. */
    public static final int MAX_BYTES = 16_000;

    private static final int MAX_CERTIFICATES = 4;

    private final Set<TrustAnchor> anchors;

    /** Believes what is signed under one of these. */
    public CheckpointReader(Collection<X509Certificate> roots) {
        this.anchors = roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
    }

    /**
     * Verifies the signature and its chain at the time of the checkpoint.
     *
     * @throws IllegalArgumentException with the reason why it is not to be believed
     */
    public AuditCheckpoint read(byte[] cms) {
        if (cms.length > MAX_BYTES) {
            throw new IllegalArgumentException("the checkpoint is larger than " + MAX_BYTES + " bytes");
        }
        try {
            CMSSignedData signed = new CMSSignedData(cms);
            Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
            if (signers.size() != 1 || !(signed.getSignedContent().getContent() instanceof byte[] content)) {
                throw new IllegalArgumentException("the checkpoint has not exactly one signer and one content");
            }
            SignerInformation signer = signers.iterator().next();
            List<X509Certificate> chain = chain(signed, signer);
            if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(chain.getFirst()))) {
                throw new IllegalArgumentException("the checkpoint's signature is wrong");
            }
            AuditCheckpoint checkpoint = AuditCheckpoint.decode(Bytes.copyOf(content));
            requireTrusted(chain, checkpoint.at());
            return checkpoint;
        } catch (CMSException | OperatorCreationException | CertificateException | RuntimeException malformed) {
            if (malformed instanceof IllegalArgumentException known) {
                throw known;
            }
            throw new IllegalArgumentException("the checkpoint cannot be read: it is no CMS SignedData", malformed);
        }
    }

    /** By which the next checkpoint names this one: SHA-256 of it as it was signed. */
    static Bytes hash(Bytes cms) {
        try {
            return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(cms.toArray()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void requireTrusted(List<X509Certificate> chain, Instant at) throws CertificateException {
        List<String> uses = chain.getFirst().getExtendedKeyUsage();
        if (uses == null || !uses.contains(CertificateProfile.AUDIT_SIGNING)) {
            throw new IllegalArgumentException(
                    "the checkpoint is signed by a certificate that is not for the audit log");
        }
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
        } catch (GeneralSecurityException untrusted) {
            throw new IllegalArgumentException(
                    "the checkpoint is not signed under the given root: " + untrusted.getMessage(), untrusted);
        }
    }

    /** The signer's certificate, then those of authorities that came along. */
    private static List<X509Certificate> chain(CMSSignedData signed, SignerInformation signer)
            throws CertificateException {
        List<X509Certificate> chain = new ArrayList<>();
        for (X509CertificateHolder holder : signed.getCertificates().getMatches(null)) {
            if (chain.size() >= MAX_CERTIFICATES) {
                throw new IllegalArgumentException("the checkpoint brings too many certificates");
            }
            boolean isSigners = signer.getSID().match(holder);
            X509Certificate certificate = certificate(holder);
            if (isSigners) {
                chain.addFirst(certificate);
            } else if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                chain.add(certificate);
            }
        }
        if (chain.isEmpty() || chain.getFirst().getBasicConstraints() >= 0) {
            throw new IllegalArgumentException("the checkpoint does not bring its signer's certificate");
        }
        return chain;
    }

    private static X509Certificate certificate(X509CertificateHolder holder) throws CertificateException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
        } catch (IOException unreadable) {
            throw new CertificateException("a certificate cannot be read", unreadable);
        }
    }
}
