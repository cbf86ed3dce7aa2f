package io.pigw.p2psip.record;

import io.pigw.p2psip.Bytes;

/**
 * A value of a record as it is stored, handed on and fetched (RFC 6940 §7.1: StoredData).
 *
 * @param content what is signed
 * @param signature by the author, over {@code SignedContent.record}; 1 to 256 bytes
 */
public record StoredValue(RecordContent content, Bytes signature) {

    /** The longest signature, in bytes. */
    public static final int MAX_SIGNATURE_BYTES = 256;

    /** Checks the size of the signature. */
    public StoredValue {
        if (signature.isEmpty() || signature.size() > MAX_SIGNATURE_BYTES) {
            throw new IllegalArgumentException("a signature has 1 to " + MAX_SIGNATURE_BYTES + " bytes");
        }
    }
}
