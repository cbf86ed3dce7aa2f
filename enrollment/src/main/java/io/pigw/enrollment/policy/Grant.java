package io.pigw.enrollment.policy;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token entitles its bearer to, once.
 *
 * @param account the authenticated account, 1 to 128 characters; owns its user names and node IDs
 * @param role of the node to be enrolled
 * @param users normalised names; may be empty
 * @param fixedId the operator's choice of ID; null: the authority draws one
 * @param expires from this instant on the token is worthless
 */
public record Grant(
        String account,
        Role role,
        List<Party.User> users,
        @Nullable NodeId fixedId,
        Instant expires) {
    /** The longest account, in characters. */
    public static final int MAX_ACCOUNT_LENGTH = 128;

    /** Begins the accounts of the identity provider, so that none is taken for one that an operator named. */
    public static final String PROVIDED = "idp:";

    /** Copies the list. */
    public Grant {
        users = List.copyOf(users);
    }
}
