package io.pigw.overlay.csp;

/** What becomes of requests for proofs of arcs. Called on the CSP's thread. */
public interface ArcProofEvents {

    /** A proof was given. */
    default void proven() {}

    /** None was given, for this reason, which is a word for a metric's label. */
    default void notProven(String reason) {}
}
