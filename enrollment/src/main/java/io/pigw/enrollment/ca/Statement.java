package io.pigw.enrollment.ca;

import io.pigw.runtime.identity.CertificateProfile;

/** What the enrollment server signs beside certificates, CRLs and OCSP answers: each by a key for it alone. */
public enum Statement {
    /** The list of CSPs to begin with. */
    CSP_LIST("CSP list", CertificateProfile.CSP_LIST_SIGNING),
    /** The state of the audit log. */
    AUDIT("audit", CertificateProfile.AUDIT_SIGNING);

    private final String label;
    private final String purpose;

    Statement(String label, String purpose) {
        this.label = label;
        this.purpose = purpose;
    }

    /** For the signer's name. */
    String label() {
        return label;
    }

    /** The extended key usage that a signer's certificate bears alone, as an OID. */
    public String purpose() {
        return purpose;
    }
}
