package io.pigw.runtime.identity;

import java.security.cert.CertificateException;

/** A certificate is refused, and why. The message holds nothing secret. */
public final class CertificateRefusedException extends CertificateException {

    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;

    /** Refused for the reason, with what a person may want to know. */
    public CertificateRefusedException(RefusalReason reason, String detail) {
        super(reason.label() + ": " + detail);
        this.reason = reason;
    }

    /** Why. */
    public RefusalReason reason() {
        return reason;
    }
}
