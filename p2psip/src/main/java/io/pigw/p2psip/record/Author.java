package io.pigw.p2psip.record;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party.User;
import org.jspecify.annotations.Nullable;

/**
 * Who signed a value (RFC 6940 §6.3.4: SignerIdentity).
 *
 * @param user under which of the names of the certificate; null where a node signs as itself
 * @param node the ID of the certificate
 * @param certificateHash the SHA-256 of the certificate, 32 bytes
 */
public record Author(@Nullable User user, NodeId node, Bytes certificateHash) {

    /** Bytes of a certificate's hash. */
    public static final int HASH_SIZE = 32;

    /** Checks the size of the hash. */
    public Author {
        if (certificateHash.size() != HASH_SIZE) {
            throw new IllegalArgumentException("a certificate's hash has " + HASH_SIZE + " bytes");
        }
    }
}
