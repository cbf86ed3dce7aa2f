package io.pigw.runtime.revocation;

/** A list is refused, and why. */
final class CrlRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final CrlRefusal reason;

    CrlRefusedException(CrlRefusal reason, String detail) {
        super(reason.label() + ": " + detail);
        this.reason = reason;
    }

    CrlRefusal reason() {
        return reason;
    }
}
