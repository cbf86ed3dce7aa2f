package io.pigw.cli;

/** Something was typed wrong; the message says how it goes. The command ends with 2. */
public final class UsageError extends RuntimeException {

    /** Takes what is wrong and the remedy. */
    public UsageError(String message) {
        super(message);
    }

    /** Takes what is wrong and the remedy, and what led to it. */
    public UsageError(String message, Throwable cause) {
        super(message, cause);
    }
}
