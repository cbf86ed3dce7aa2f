package io.pigw.runtime.store;

/** The database cannot be reached: the write had no effect, unless the message says that this is not known. Try later. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreUnavailableException(String message) {
        super(message, null, false, false);
    }
}
