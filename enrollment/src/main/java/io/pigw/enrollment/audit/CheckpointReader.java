package io.pigw.enrollment.audit;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.CertificateProfile;
import io.pigw.runtime.identity.SignedContent;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** Reads signed checkpoints (CMS SignedData, RFC 5652) and believes those alone that lead to the given roots. Any thread. */
public final class CheckpointReader {

    /** The largest looked at, in bytes. */
    public static final int MAX_BYTES = 16_000;

    private final List<X509Certificate> roots;

    /** Believes what is signed under one of these. */
    public CheckpointReader(Collection<X509Certificate> roots) {
        this.roots = List.copyOf(roots);
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
            SignedContent signed = SignedContent.read(Bytes.copyOf(cms), CertificateProfile.AUDIT_SIGNING);
            AuditCheckpoint checkpoint = AuditCheckpoint.decode(signed.content());
            signed.requireTrusted(roots, checkpoint.at());
            return checkpoint;
        } catch (GeneralSecurityException untrusted) {
            throw new IllegalArgumentException("the checkpoint " + untrusted.getMessage(), untrusted);
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
}
