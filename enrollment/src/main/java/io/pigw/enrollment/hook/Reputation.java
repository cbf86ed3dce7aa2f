package io.pigw.enrollment.hook;

import io.pigw.enrollment.policy.Grant;

/** Knows whom the operator would rather not have. Blocks. */
public interface Reputation {

    /** What it says. */
    sealed interface Answer {}

    /** Nothing against it. */
    record Welcome() implements Answer {}

    /** No; the reason is told to the client. */
    record Unwelcome(String reason) implements Answer {}

    /** It does not answer. */
    record Unavailable() implements Answer {}

    /**
     * Asks.
     *
     * @param keyHash SHA-256 of the SubjectPublicKeyInfo in hexadecimal
     */
    Answer judge(Grant grant, String keyHash, String address) throws InterruptedException;
}
