package io.pigw.enrollment.ocsp;

import io.pigw.enrollment.revoke.RevocationReason;
import java.time.Instant;

/** What is on record of a certificate (RFC 6960 §2.2). */
public sealed interface CertificateStatus {

    /** It was issued, and not taken back; it may have ended. */
    record Good() implements CertificateStatus {}

    /** It was taken back. */
    record Revoked(Instant at, RevocationReason reason) implements CertificateStatus {}

    /** This authority never issued it. */
    record Unknown() implements CertificateStatus {}
}
