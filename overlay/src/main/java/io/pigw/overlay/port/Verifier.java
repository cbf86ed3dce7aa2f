package io.pigw.overlay.port;

import io.pigw.p2psip.Bytes;

/** Judges certificates and signatures of others. Called on the node's thread; does not block. */
public interface Verifier {

    /** Validates a certificate against the trust root, now: chain, validity, revocation, overlay, profile. Results are cached. */
    Verdict check(Bytes certificateDer);

    /** Whether the signature over the content was made with the certificate's key. */
    boolean verify(NodeCertificate signer, Bytes content, Bytes signature);

    /** What became of a certificate. */
    sealed interface Verdict {
        /** It may be relied on. */
        record Valid(NodeCertificate certificate) implements Verdict {}

        /** It may not. */
        record Invalid(String reason) implements Verdict {}
    }
}
