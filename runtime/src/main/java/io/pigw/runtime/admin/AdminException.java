package io.pigw.runtime.admin;

/** A request is refused: the message goes to the client. */
public final class AdminException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * Refuses.
     *
     * @param status 400 to 599
     * @param message for the client
     */
    public AdminException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
