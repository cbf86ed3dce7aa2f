package io.pigw.runtime.identity;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.util.Optional;

/**
 * What the certificates of an overlay look like (after RFC 6940 §11.3): an empty subject; a critical subject
 * alternative name with the URI {@code p2psip:ID@overlay} and a rfc822Name for each user; one role as a policy OID;
 * critical key usage {@code digitalSignature}; extended key usage client and server; P-256.
 */
public final class CertificateProfile {

    /** The longest validity of a node's certificate. */
    public static final Duration MAX_VALIDITY = Duration.ofDays(30);

    /** Scheme of the URI that names a node. */
    public static final String SCHEME = "p2psip";

    /** The most user names in one certificate. */
    public static final int MAX_USERS = 8;

    /** ITU-T X.667: an arc of our own, below a UUID. */
    private static final String ARC = "2.25.123846729816753240195343231914673821735.";

    /** Roles are its children 1 to 7. */
    private static final String ROLES = ARC + "1.";

    /** Extended key usage: signs the list of CSPs, and nothing else. */
    public static final String CSP_LIST_SIGNING = ARC + "2.1";

    /** Extended key usage: signs checkpoints of the enrollment server's audit log, and nothing else. */
    public static final String AUDIT_SIGNING = ARC + "2.2";

    private CertificateProfile() {}

    /** The policy OID that gives a role. */
    public static String policyOid(Role role) {
        return ROLES
                + switch (role) {
                    case PEER -> 1;
                    case CSP -> 2;
                    case GATEWAY -> 3;
                    case SOS -> 4;
                    case ENROLLMENT -> 5;
                    case CLIENT -> 6;
                    case OPERATOR -> 7;
                };
    }

    /** The role that a policy OID gives, if it is one of ours. */
    public static Optional<Role> role(String policyOid) {
        for (Role role : Role.values()) {
            if (policyOid(role).equals(policyOid)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** {@code p2psip:586@p2p.example.net}. */
    public static String nodeUri(NodeId id, String overlay) {
        return SCHEME + ":" + id + "@" + overlay;
    }

    /**
     * Reads {@code p2psip:ID@overlay}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static NodeUri parseNodeUri(String uri) {
        String prefix = SCHEME + ":";
        int at = uri.indexOf('@');
        if (!uri.startsWith(prefix) || at < 0 || at == uri.length() - 1) {
            throw new IllegalArgumentException("expected p2psip:ID@overlay");
        }
        return new NodeUri(NodeId.parse(uri.substring(prefix.length(), at)), uri.substring(at + 1));
    }

    /**
     * A node at an overlay.
     *
     * @param id the node
     * @param overlay the overlay's name
     */
    public record NodeUri(NodeId id, String overlay) {}
}
