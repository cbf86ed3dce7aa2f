package io.pigw.bench;

/** A measurement that could not be made; the message says what is wrong and what to do. */
public final class BenchException extends RuntimeException {

    /** Takes what is wrong and the remedy. */
    public BenchException(String message) {
        super(message);
    }

    /** Takes what is wrong and the remedy, and what led to it. */
    public BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
