package io.pigw.gateway.forward;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.util.List;

/** Decides which CSP takes a message (the paper, §2.2: "Forwarding Logic"). Pure and replaceable. */
@FunctionalInterface
public interface ForwardingRule {

    /** The given CSPs, the best one first. */
    List<NodeContact> rank(NodeId destination, List<NodeContact> up);
}
