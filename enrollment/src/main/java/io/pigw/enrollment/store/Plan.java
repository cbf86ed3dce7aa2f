package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Grant;
import io.pigw.p2psip.NodeId;

/** What could be issued for a claim, as of now; nothing is taken by it. */
public sealed interface Plan {

    /** This node could be enrolled. */
    record Ready(Grant grant, NodeId id) implements Plan {}

    /** Nothing could. */
    record Denied(Decision.Denied decision) implements Plan {}
}
