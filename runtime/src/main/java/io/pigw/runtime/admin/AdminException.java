package io.pigw.runtime.admin;

/** A request is refused: the message goes to the client. */
public final class AdminException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String remedy;

    /**
     * Refuses.
     *
     * @param status 400 to 599
     * @param message for the client
     */
    public AdminException(int status, String message) {
        this(status, "", message, "");
    }

    /**
     * Refuses, in a way that a program can tell.
     *
     * @param status 400 to 599
     * @param code such as {@code name_taken}; empty: none
     * @param message for the client
     * @param remedy what he can do about it; empty: nothing that we know
     */
    public AdminException(int status, String code, String message, String remedy) {
        super(message);
        this.status = status;
        this.code = code;
        this.remedy = remedy;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    AdminResponse response() {
        return AdminResponse.error(status, code, String.valueOf(getMessage()), remedy);
    }
}
