package io.pigw.gateway.isim;

/** The ISIM cannot be used now. The message says why and what to do, and holds no secret. */
public final class IsimException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Without a cause. */
    public IsimException(String message) {
        super(message);
    }

    /** With a cause. */
    public IsimException(String message, Throwable cause) {
        super(message, cause);
    }
}
