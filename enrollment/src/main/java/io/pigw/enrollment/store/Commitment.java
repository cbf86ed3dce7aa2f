package io.pigw.enrollment.store;

/** What became of an attempt to spend a claim on a certificate. */
public sealed interface Commitment {

    /** The token is spent, and the certificate and its node are on record: durable. */
    record Done() implements Commitment {}

    /** Nothing changed: someone else got the ID in the meantime. */
    record IdLost() implements Commitment {}

    /** Nothing changed: the bearer may not be enrolled any more. */
    record Denied(Decision.Denied decision) implements Commitment {}
}
