package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.Status;

/** What became of an attempt to join. */
public sealed interface JoinOutcome {

    /** The node is a member; its neighbours know it. */
    record Joined(NodeContact through) implements JoinOutcome {}

    /** A CSP said no. */
    record Refused(NodeContact by, Status status) implements JoinOutcome {}

    /**
     * The CSP whose arc it is cannot dial the node, which is not in the ring for that; it reaches the node over the link there is,
     * as long as that is open (RFC 5626).
     */
    record OverFlow(NodeContact by) implements JoinOutcome {}

    /** No CSP answered. */
    record Unreachable() implements JoinOutcome {}
}
