package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Violation;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.math.BigInteger;
import java.util.List;

/** Whether a certificate may be, or has been, renewed. */
public sealed interface Renewal {

    /** Yes, for this node of this account in this role, under these names. */
    record Allowed(NodeId id, String account, Role role, List<Party.User> users) implements Renewal {
        /** Copies the list. */
        public Allowed {
            users = List.copyOf(users);
        }
    }

    /**
     * Not as long as the certificate that it was replaced by before, whose key is another, is good: the node may never have got
     * it. Once that is revoked, ask again.
     */
    record Overtaken(NodeId id, BigInteger successor) implements Renewal {}

    /** The certificate has been replaced already by this one for the same key. */
    record Repeated(NodeId id, Bytes der) implements Renewal {}

    /** No: nothing changed. At least one rule is broken. */
    record Refused(List<Violation> violations) implements Renewal {
        /** Copies the list. */
        public Refused {
            violations = List.copyOf(violations);
        }
    }
}
