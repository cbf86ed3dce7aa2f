package io.pigw.p2psip.message;

import io.pigw.p2psip.Transaction;

/**
 * A well-formed request that this release cannot take: of a type that it does not know, or with a {@code Require} that it
 * does not understand. The connection lives on.
 *
 * @param type the method, or the word after {@code P2PSIP} in the start line; 1 to 64 visible ASCII characters
 * @param transaction to answer with
 * @param answer what it is to be answered: 501, or 420 because of {@code Require}
 */
public record UnknownRequest(String type, Transaction transaction, Status answer) implements P2psipMessage {

    /** The longest type, in characters. */
    public static final int MAX_TYPE_LENGTH = 64;

    /** Checks the type. */
    public UnknownRequest {
        if (type.isEmpty() || type.length() > MAX_TYPE_LENGTH || !type.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("type must be 1 to " + MAX_TYPE_LENGTH + " visible ASCII characters");
        }
    }
}
