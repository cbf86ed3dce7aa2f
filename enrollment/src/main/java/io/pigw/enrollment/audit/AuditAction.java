package io.pigw.enrollment.audit;

/** What was decided. Names are stored: they are never changed, nor used again for something else. */
public enum AuditAction {
    /** A one-time token was made. */
    TOKEN_MADE,
    /** An unused token was taken back. */
    TOKEN_VOIDED,
    /** A node got its first certificate. */
    ENROLLED,
    /** A node got its next certificate. */
    RENEWED,
    /** The server made a certificate for an end of its own. */
    SERVER_CERTIFICATE,
    /** A request waits for approval, or could not be decided yet. */
    REQUEST_PENDING,
    /** An operator approved a request. */
    REQUEST_APPROVED,
    /** An operator rejected a request. */
    REQUEST_REJECTED,
    /** A request waited too long. */
    REQUEST_EXPIRED,
    /** An account may not enroll or renew any more. */
    ACCOUNT_BLOCKED,
    /** It may again. */
    ACCOUNT_UNBLOCKED,
    /** An account's limits were changed. */
    ACCOUNT_CHANGED,
    /** A certificate, node, user or account was revoked. */
    REVOKED,
    /** A certificate on hold is good again. */
    RELEASED,
    /** An opinion server proposed to exclude a node. */
    EXCLUDED,
    /** A revocation list was signed. */
    CRL_SIGNED,
    /** The root's revocation list was taken from its file. */
    ROOT_CRL_TAKEN,
    /** A backup was made. */
    BACKUP_MADE,
    /** The database was put back from a backup. */
    RESTORED,
    /** An operator let the server issue certificates again after that. */
    RESUMED,
    /** A certificate that the backup did not know was put on record again. */
    ADOPTED,
    /** A new issuing authority took over, or an old one was retired. */
    AUTHORITY_ROTATED,
    /** Somebody without the right came to the operators' port. */
    OPERATOR_REFUSED,
    /** What strangers were refused in the last minute, all together. */
    STRANGERS_REFUSED
}
