package io.pigw.enrollment.store;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import org.jspecify.annotations.Nullable;

/** Which nodes or certificates are looked for; null: whatever it is. */
public record Filter(
        @Nullable String account,
        Party.@Nullable User user,
        @Nullable NodeId node,
        @Nullable Role role,
        @Nullable State state) {

    /** Everything. */
    public static final Filter ALL = new Filter(null, null, null, null, null);

    /** One account's. */
    public static Filter ofAccount(String account) {
        return new Filter(account, null, null, null, null);
    }

    /** One node's. */
    public static Filter ofNode(NodeId node) {
        return new Filter(null, null, node, null, null);
    }

    /** What a certificate is good for. */
    public enum State {
        /** Neither ended nor taken back. */
        VALID,
        /** Taken back for the time being. */
        HELD,
        /** Taken back. */
        REVOKED,
        /** Ended by itself. */
        EXPIRED
    }
}
