package io.pigw.runtime.est;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server refused, or answered what cannot be relied on. */
public final class EstException extends IOException {

    @Serial
    private static final long serialVersionUID = 2;

    /** {@link #status} of an answer that was unusable rather than a refusal. */
    public static final int UNUSABLE = 0;

    private final int status;
    private final @Nullable Duration retryAfter;

    /** What a refusal means for whoever asked. */
    public enum Kind {
        /** Token or certificate are not good (401). Another one may be. */
        UNAUTHENTICATED,
        /** Not to be had by this node or account (403). */
        REFUSED,
        /** An operator has to approve it first (202). */
        PENDING,
        /** Overloaded or asked too often (429, 503): the same later. */
        LATER,
        /** The request itself is wrong, or the server broke; the same again will end the same way. */
        FAILED,
        /** The answer cannot be relied on. */
        UNUSABLE
    }

    /** A refusal with its HTTP status and the server's reason. */
    EstException(int status, String reason, @Nullable Duration retryAfter) {
        super(reason);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** An answer that cannot be relied on. */
    EstException(String message) {
        this(UNUSABLE, message, null);
    }

    /** An answer that cannot be relied on. */
    EstException(String message, Throwable cause) {
        super(message, cause);
        this.status = UNUSABLE;
        this.retryAfter = null;
    }

    /** The HTTP status: 202, 400, 401, 403, 413, 415, 429, 503 and so on; or {@link #UNUSABLE}. */
    public int status() {
        return status;
    }

    /** What it means. */
    public Kind kind() {
        return switch (status) {
            case UNUSABLE -> Kind.UNUSABLE;
            case 202 -> Kind.PENDING;
            case 401 -> Kind.UNAUTHENTICATED;
            case 403 -> Kind.REFUSED;
            case 429, 503 -> Kind.LATER;
            default -> Kind.FAILED;
        };
    }

    /** How long the server wants one to wait, 1 s to 1 day, if it says so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
