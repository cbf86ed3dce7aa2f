package io.pigw.gateway.isim;

/** The ISIM cannot be used now. The message says why and what to do, and holds no secret. */
public final class IsimException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String why;

    /** Without a cause. */
    public IsimException(String message) {
        super(message);
        this.why = message;
    }

    /** With a cause. */
    public IsimException(String message, Throwable cause) {
        super(message, cause);
        this.why = message;
    }

    /** The message. */
    public String why() {
        return why;
    }
}
