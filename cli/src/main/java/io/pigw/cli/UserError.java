package io.pigw.cli;

/** Something that the person at the keyboard can mend; the message says how. */
public final class UserError extends RuntimeException {

    /** Takes what is wrong and the remedy. */
    public UserError(String message) {
        super(message);
    }

    /** Takes what is wrong and the remedy, and what led to it. */
    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
