package io.pigw.enrollment.hook;

import io.pigw.enrollment.policy.Grant;
import java.math.BigInteger;

/**
 * Takes money for certificates: reserves before one is signed, and is told afterwards whether it was. Every call bears the
 * reservation's ID, and may be repeated: it counts once. Blocks.
 */
public interface Charging {

    /** What it says to a reservation. */
    sealed interface Answer {}

    /** Reserved. */
    record Reserved() implements Answer {}

    /** No; the reason is told to the client. */
    record Declined(String reason) implements Answer {}

    /** It does not answer. */
    record Unavailable() implements Answer {}

    /** Asks for a reservation. */
    Answer reserve(String id, Grant grant) throws InterruptedException;

    /** The certificate is on record. Whether this was taken note of; if not, it is said again. */
    boolean confirm(String id, String account, BigInteger serial) throws InterruptedException;

    /** There is no certificate. Whether this was taken note of; if not, it is said again. */
    boolean release(String id, String account) throws InterruptedException;
}
