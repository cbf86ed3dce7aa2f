package io.pigw.runtime.est;

import java.io.IOException;

/** The server refused, or answered what cannot be relied on. */
public final class EstException extends IOException {

    private static final long serialVersionUID = 1;

    /** {@link #status} of an answer that was unusable rather than a refusal. */
    public static final int UNUSABLE = 0;

    private final int status;

    /** A refusal with its HTTP status and the server's reason. */
    EstException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /** An answer that cannot be relied on. */
    EstException(String message, Throwable cause) {
        super(message, cause);
        this.status = UNUSABLE;
    }

    /** The HTTP status: 400, 401, 403, 413, 415, 429, 503 and so on; or {@link #UNUSABLE}. */
    public int status() {
        return status;
    }
}
