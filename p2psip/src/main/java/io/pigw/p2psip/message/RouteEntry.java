package io.pigw.p2psip.message;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;

/**
 * One hop's statement "I, signer, passed this ping to next". Entry 0 is the CSP's. Each entry covers the one before it.
 *
 * @param signer who forwarded
 * @param next to whom
 * @param certificateHash SHA-256 of the signer's certificate, 32 bytes
 * @param signature over the canonical bytes, 1 to 256 bytes
 */
public record RouteEntry(NodeId signer, NodeId next, Bytes certificateHash, Bytes signature) {

    private static final int HASH_SIZE = 32;

    /** Checks the sizes. */
    public RouteEntry {
        if (certificateHash.size() != HASH_SIZE) {
            throw new IllegalArgumentException("the hash of a certificate has " + HASH_SIZE + " bytes");
        }
        if (signature.isEmpty() || signature.size() > Identity.MAX_SIGNATURE_SIZE) {
            throw new IllegalArgumentException("a signature has 1 to " + Identity.MAX_SIGNATURE_SIZE + " bytes");
        }
    }
}
