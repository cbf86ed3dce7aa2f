package io.pigw.runtime.revocation;

/** What became of a list that came in. */
public sealed interface CrlVerdict {

    /** It holds from now on. */
    record Taken(RevocationList list) implements CrlVerdict {}

    /** It does not; the one before still does. */
    record Refused(CrlRefusal reason) implements CrlVerdict {}
}
