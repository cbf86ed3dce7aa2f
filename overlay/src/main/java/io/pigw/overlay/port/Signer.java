package io.pigw.overlay.port;

import io.pigw.p2psip.Bytes;

/** A node's private key, seen from outside. Called on the node's thread; does not block. */
public interface Signer {

    /** The certificate that belongs to the key. */
    NodeCertificate certificate();

    /** ECDSA P-256 with SHA-256 over the content, ASN.1 DER. */
    Bytes sign(Bytes content);
}
