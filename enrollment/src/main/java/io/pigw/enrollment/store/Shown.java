package io.pigw.enrollment.store;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.util.List;

/**
 * A node's certificate that was signed by this server's authority, lives, and is not revoked.
 *
 * @param users that it names
 */
public record Shown(NodeId id, Role role, List<Party.User> users, Issued certificate) {
    /** Copies the list. */
    public Shown {
        users = List.copyOf(users);
    }
}
