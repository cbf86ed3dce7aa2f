package io.pigw.enrollment;

import io.pigw.enrollment.policy.Grant;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.CertificateProfile;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an operator grants with a token. The account has been authenticated by the operator's own means.
 *
 * @param account owns what is enrolled with the token, 1 to 128 characters; user names and node IDs stay with it
 * @param role of the node; not {@link Role#ENROLLMENT}
 * @param users names that the certificate will hold, {@code alice} or {@code alice@overlay}; at most 8
 * @param fixedId an ID of the operator's choice, for the backbone; null: one is drawn at random
 * @param validity how long the token may wait to be used, up to 30 days; null: one day
 */
public record TokenRequest(
        String account,
        Role role,
        List<String> users,
        @Nullable NodeId fixedId,
        @Nullable Duration validity) {

    private static final int MAX_ACCOUNT_LENGTH = 128;
    private static final Duration MAX_VALIDITY = Duration.ofDays(30);
    private static final Duration DEFAULT_VALIDITY = Duration.ofDays(1);

    /** Checks what does not depend on the overlay. */
    public TokenRequest {
        if (account.isBlank() || account.length() > MAX_ACCOUNT_LENGTH) {
            throw new IllegalArgumentException("account must be 1 to " + MAX_ACCOUNT_LENGTH + " characters");
        }
        if (account.toLowerCase(Locale.ROOT).startsWith(Grant.PROVIDED)) {
            throw new IllegalArgumentException("accounts that begin with " + Grant.PROVIDED
                    + " are the identity provider's: name the account otherwise");
        }
        if (role == Role.ENROLLMENT) {
            throw new IllegalArgumentException("the enrollment server is no node of the overlay");
        }
        if (users.size() > CertificateProfile.MAX_USERS) {
            throw new IllegalArgumentException("at most " + CertificateProfile.MAX_USERS + " user names");
        }
        users = List.copyOf(users);
        validity = validity == null ? DEFAULT_VALIDITY : validity;
        if (validity.isNegative() || validity.isZero() || validity.compareTo(MAX_VALIDITY) > 0) {
            throw new IllegalArgumentException("validity must be more than 0 and up to 30 days");
        }
    }

    /** A token for a peer of one user, with a random ID. */
    public static TokenRequest peer(String user) {
        return new TokenRequest(user, Role.PEER, List.of(user), null, null);
    }

    /** A token for a node with an ID of the operator's choice. */
    public static TokenRequest fixed(String account, Role role, NodeId id, List<String> users) {
        return new TokenRequest(account, role, users, id, null);
    }

    /** How long the token may wait. */
    public Duration lifetime() {
        Duration set = validity;
        return set == null ? DEFAULT_VALIDITY : set;
    }
}
