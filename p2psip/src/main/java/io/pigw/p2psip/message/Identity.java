package io.pigw.p2psip.message;

import io.pigw.p2psip.Bytes;

/**
 * A signature and who made it.
 *
 * @param signature ECDSA P-256 with SHA-256, ASN.1 DER, over the canonical bytes of {@code io.pigw.p2psip.signing}
 * @param certificate the signer's, DER
 */
public record Identity(Bytes signature, Bytes certificate) {}
