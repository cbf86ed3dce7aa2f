package io.pigw.p2psip.message;

import io.pigw.p2psip.Bytes;

/**
 * A signature and who made it.
 *
 * @param signature ECDSA P-256 with SHA-256, ASN.1 DER, over the canonical bytes of {@code io.pigw.p2psip.signing};
 *     1 to 256 bytes
 * @param certificate the signer's, DER, 1 to 3000 bytes: in base64 it fits a line
 */
public record Identity(Bytes signature, Bytes certificate) {

    /** The longest signature, in bytes. */
    public static final int MAX_SIGNATURE_SIZE = 256;

    /** The longest certificate, in bytes. */
    public static final int MAX_CERTIFICATE_SIZE = 3_000;

    /** Checks the sizes. */
    public Identity {
        if (signature.isEmpty() || signature.size() > MAX_SIGNATURE_SIZE) {
            throw new IllegalArgumentException("a signature has 1 to " + MAX_SIGNATURE_SIZE + " bytes");
        }
        if (certificate.isEmpty() || certificate.size() > MAX_CERTIFICATE_SIZE) {
            throw new IllegalArgumentException("a certificate has 1 to " + MAX_CERTIFICATE_SIZE + " bytes");
        }
    }
}
