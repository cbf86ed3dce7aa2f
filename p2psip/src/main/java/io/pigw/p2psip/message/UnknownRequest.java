package io.pigw.p2psip.message;

import io.pigw.p2psip.Transaction;

/**
 * A well-formed session-layer message of a type that this release does not know. It is answered 501.
 *
 * @param type the word after {@code P2PSIP} in the start line
 * @param transaction to answer with
 */
public record UnknownRequest(String type, Transaction transaction) implements P2psipMessage {}
