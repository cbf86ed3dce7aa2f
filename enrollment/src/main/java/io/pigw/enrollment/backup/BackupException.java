package io.pigw.enrollment.backup;

/** A backup cannot be made or used. The message says why and what to do; it holds no secret. */
public final class BackupException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Takes what is wrong and the remedy. */
    public BackupException(String message) {
        super(message);
    }

    /** Takes what is wrong and the remedy, and what led to it. */
    public BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
