package io.pigw.enrollment.ocsp;

import io.micrometer.core.instrument.Counter;
import io.pigw.runtime.metrics.Metrics;

/** Meters of the responder. */
final class OcspMeters {

    private static final String NAME = "pigw_ocsp_answers_total";

    private final Counter good;
    private final Counter revoked;
    private final Counter unknown;
    private final Counter malformed;
    private final Counter unauthorized;
    private final Counter later;
    private final Counter error;
    private final Counter signatures;
    private final Counter kept;

    OcspMeters(Metrics metrics) {
        good = metrics.counter(NAME, "status", "good");
        revoked = metrics.counter(NAME, "status", "revoked");
        unknown = metrics.counter(NAME, "status", "unknown");
        malformed = metrics.counter(NAME, "status", "malformed_request");
        unauthorized = metrics.counter(NAME, "status", "unauthorized");
        later = metrics.counter(NAME, "status", "try_later");
        error = metrics.counter(NAME, "status", "internal_error");
        kept = metrics.counter("pigw_ocsp_kept_answers_total");
        signatures = metrics.counter("pigw_ocsp_signatures_total");
    }

    /** Certificates in answers that were signed now. */
    void signed(CertificateStatus status) {
        switch (status) {
            case CertificateStatus.Good() -> good.increment();
            case CertificateStatus.Revoked _ -> revoked.increment();
            case CertificateStatus.Unknown() -> unknown.increment();
        }
    }

    /** An answer that was signed before. */
    void kept() {
        kept.increment();
    }

    void signature() {
        signatures.increment();
    }

    void malformed() {
        malformed.increment();
    }

    void unauthorized() {
        unauthorized.increment();
    }

    void later() {
        later.increment();
    }

    void error() {
        error.increment();
    }
}
