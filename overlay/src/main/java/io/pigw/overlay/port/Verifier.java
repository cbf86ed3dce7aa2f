package io.pigw.overlay.port;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.message.Identity;

/** Judges certificates and signatures of others. Called on the node's thread; does not block. */
public interface Verifier {

    /** Validates a certificate against the trust root, now: chain, validity, revocation, overlay, profile. Results are cached. */
    Verdict check(Bytes certificateDer);

    /** Whether the signature over the content was made with the certificate's key. */
    boolean verify(NodeCertificate signer, Bytes content, Bytes signature);

    /**
     * Whether a message is signed by the node that it came from: with the certificate of the link, or with another valid one of
     * that node. It has two for a while when it renews the one, and a message may come over a link from before.
     *
     * @param from the link's other end
     */
    default boolean isSignedBy(NodeCertificate from, Identity identity, Bytes content) {
        if (identity.certificate().equals(from.der())) {
            return verify(from, content, identity.signature());
        }
        return switch (check(identity.certificate())) {
            case Verdict.Valid(NodeCertificate other) ->
                other.isSameNodeAs(from) && verify(other, content, identity.signature());
            case Verdict.Invalid _ -> false;
        };
    }

    /** What became of a certificate. */
    sealed interface Verdict {
        /** It may be relied on. */
        record Valid(NodeCertificate certificate) implements Verdict {}

        /** It may not. */
        record Invalid(String reason) implements Verdict {}
    }
}
