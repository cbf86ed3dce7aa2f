package io.pigw.enrollment;

/** No token for such a request: a name or an ID is taken, malformed or outside the ring. The message says which. */
public final class TokenRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    /** The reason, fit for the operator's eyes. */
    public TokenRefusedException(String reason) {
        super(reason);
    }
}
