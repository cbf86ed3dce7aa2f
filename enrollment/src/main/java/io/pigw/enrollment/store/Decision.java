package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.Violation;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import java.util.List;

/** Whether somebody may be enrolled now. */
public sealed interface Decision {

    /** Yes, once. */
    record Allowed(Grant grant) implements Decision {}

    /** No. */
    sealed interface Denied extends Decision {}

    /** There is no such token. */
    record Unknown() implements Denied {}

    /** The token is known, and not good now. The reason is fit for the bearer's eyes. */
    record BadToken(String reason) implements Denied {}

    /** The policy forbids it; all rules broken, at least one. */
    record Refused(List<Violation> violations) implements Denied {
        /** Copies the list. */
        public Refused {
            violations = List.copyOf(violations);
        }
    }

    /** An operator is to approve it. */
    record Pending(String requestId) implements Denied {}

    /** The same request has been answered a short while ago, with this certificate of that node. */
    record Repeated(NodeId id, Bytes der) implements Denied {}
}
