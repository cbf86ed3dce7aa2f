package io.pigw.p2psip.message;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Transaction;

/**
 * A new list of revoked certificates (RFC 5280 §5): the list itself, or no more than its number, so that the receiver fetches
 * it. One way. Whoever hands it on adds nothing and signs nothing: the list bears its issuer's signature.
 *
 * @param transaction of this copy; nothing answers it
 * @param issuer key identifier of the CA that signed the list (RFC 5280 §4.2.1.2), 8 to 64 bytes
 * @param number of the list (RFC 5280 §5.2.3), 0 to 10^18 - 1
 * @param crl the list in DER, at most 48 KiB; empty: to be fetched
 */
public record RevocationNotice(Transaction transaction, Bytes issuer, long number, Bytes crl) implements P2psipMessage {

    /** The shortest key identifier, in bytes. */
    public static final int MIN_ISSUER_SIZE = 8;

    /** The longest key identifier, in bytes. */
    public static final int MAX_ISSUER_SIZE = 64;

    /** The greatest number of a list. */
    public static final long MAX_NUMBER = 999_999_999_999_999_999L;

    /** The largest list that travels in a message, in bytes; of larger ones only the number does. */
    public static final int MAX_CRL_SIZE = 48 * 1024;

    /** Checks the sizes and the range. */
    public RevocationNotice {
        if (issuer.size() < MIN_ISSUER_SIZE || issuer.size() > MAX_ISSUER_SIZE) {
            throw new IllegalArgumentException(
                    "an issuer's key identifier has " + MIN_ISSUER_SIZE + " to " + MAX_ISSUER_SIZE + " bytes");
        }
        if (number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("a CRL's number is 0 to " + MAX_NUMBER);
        }
        if (crl.size() > MAX_CRL_SIZE) {
            throw new IllegalArgumentException("a CRL in a message has at most " + MAX_CRL_SIZE + " bytes");
        }
    }

    /** Whether the list itself is here. */
    public boolean hasCrl() {
        return !crl.isEmpty();
    }
}
