package io.pigw.enrollment.audit;

/** The audit log does not go on from what was signed of it. The message says where; it holds no secret. */
public final class BrokenLogException extends Exception {

    private static final long serialVersionUID = 1L;

    BrokenLogException(String message) {
        super(message);
    }

    BrokenLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
