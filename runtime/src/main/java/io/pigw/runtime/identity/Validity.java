package io.pigw.runtime.identity;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * From when until when a certificate holds, both included (RFC 5280 §4.1.2.5).
 *
 * @param notBefore the first moment
 * @param notAfter the last moment
 */
public record Validity(Instant notBefore, Instant notAfter) {

    /** Checks the order. */
    public Validity {
        if (notAfter.isBefore(notBefore)) {
            throw new IllegalArgumentException("ends before it begins");
        }
    }

    /** Of the certificate. */
    public static Validity of(X509Certificate certificate) {
        return new Validity(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    /** How long it is. */
    public Duration life() {
        return Duration.between(notBefore, notAfter);
    }

    /** The moment when that many of so many equal parts are over. */
    public Instant after(long parts, long of) {
        return notBefore.plus(life().multipliedBy(parts).dividedBy(of));
    }

    /** How long it still holds; zero once it has ended. */
    public Duration left(Instant now) {
        return now.isBefore(notAfter) ? Duration.between(now, notAfter) : Duration.ZERO;
    }
}
