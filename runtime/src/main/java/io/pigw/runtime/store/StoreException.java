package io.pigw.runtime.store;

/** A database cannot be opened or used. The message names it and says what to do. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a cause. */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Without one. */
    public StoreException(String message) {
        super(message);
    }
}
