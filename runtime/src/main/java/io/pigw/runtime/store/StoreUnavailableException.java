package io.pigw.runtime.store;

/** The database cannot be reached: the write had no effect, unless the message says that this is not known. Try later. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreUnavailableException(String message) {
        super(message, null, false, false);
    }

    /** Whether that is why something failed. The writer itself logs that the database is away: once, and not for each write. */
    public static boolean isWhy(Throwable failure) {
        return failure instanceof StoreUnavailableException || failure.getCause() instanceof StoreUnavailableException;
    }
}
