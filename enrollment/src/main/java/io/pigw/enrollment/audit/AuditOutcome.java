package io.pigw.enrollment.audit;

/** How the decision went. Names are stored. */
public enum AuditOutcome {
    DONE,
    REFUSED,
    PENDING,
    FAILED
}
