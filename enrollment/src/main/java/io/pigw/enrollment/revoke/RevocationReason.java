package io.pigw.enrollment.revoke;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Why a certificate of a node is taken back (RFC 5280 §5.3.1). The codes for authorities (2, 10) are not given to nodes, and
 * {@code removeFromCRL} (8) stands in delta CRLs alone, which there are none of: a hold that is lifted leaves the next CRL.
 */
public enum RevocationReason {
    /** Not said; a CRL then bears no reason, as RFC 5280 wants. */
    UNSPECIFIED(0, "unspecified"),
    /** Someone else has or may have the key. */
    KEY_COMPROMISE(1, "keyCompromise"),
    /** The account's name or standing has changed. */
    AFFILIATION_CHANGED(3, "affiliationChanged"),
    /** There is a newer certificate. */
    SUPERSEDED(4, "superseded"),
    /** The node is no longer needed. */
    CESSATION_OF_OPERATION(5, "cessationOfOperation"),
    /** For a while: may be lifted again. */
    CERTIFICATE_HOLD(6, "certificateHold"),
    /** The node or its account may not do what the certificate says. */
    PRIVILEGE_WITHDRAWN(9, "privilegeWithdrawn");

    private final int code;
    private final String label;

    RevocationReason(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** {@code CRLReason} of RFC 5280. */
    public int code() {
        return code;
    }

    /** The name in RFC 5280, such as {@code keyCompromise}. */
    public String label() {
        return label;
    }

    /**
     * Reads a label or a name of this enumeration, in any case.
     *
     * @throws IllegalArgumentException with all labels, if it is none
     */
    public static RevocationReason parse(String text) {
        String plain = plain(text);
        return Arrays.stream(values())
                .filter(reason -> plain(reason.label).equals(plain))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the reason is one of "
                        + Arrays.stream(values()).map(RevocationReason::label).collect(Collectors.joining(", "))));
    }

    private static String plain(String text) {
        return text.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }
}
