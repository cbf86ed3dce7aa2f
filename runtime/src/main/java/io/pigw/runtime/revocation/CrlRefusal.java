package io.pigw.runtime.revocation;

import java.util.Locale;

/** Why a list was not taken. */
public enum CrlRefusal {
    /** Not the DER of one list. */
    MALFORMED,
    /** Larger than {@link CrlReader#MAX_BYTES}, or with more entries than {@link CrlReader#MAX_ENTRIES}. */
    TOO_LARGE,
    /** A delta, indirect or partial list, an extension or an algorithm that is not understood, no number, no end. */
    UNSUPPORTED,
    /** Of a CA below none of whom a good certificate was seen, or that may sign no lists. */
    UNKNOWN_ISSUER,
    /** The signature is not that CA's. */
    BAD_SIGNATURE,
    /** Its number is not above that of the list at hand. */
    NOT_NEWER,
    /** Issued more than 10 minutes from now. */
    FROM_THE_FUTURE,
    /** Its next one is due already. */
    EXPIRED,
    /** As many wait to be read as may. */
    BUSY,
    /** From a node that may not bring lists. */
    NOT_ALLOWED,
    /** The node brings more lists than it may. */
    TOO_OFTEN;

    /** As the label of a counter: lower case with underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
