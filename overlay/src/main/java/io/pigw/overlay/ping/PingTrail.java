package io.pigw.overlay.ping;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.LinkOutcome;
import java.util.List;

/**
 * Hears what becomes of the copies of one search; a copy is a ping's Call-ID with its index. On the node's thread, and for a while
 * after the search has ended too: late copies are waited for, and routes are asked.
 */
public interface PingTrail {

    /** Nobody listens. */
    PingTrail NONE = new PingTrail() {};

    /** A ping begins; its copies have the indices 0 to {@code copies - 1}. A search has two pings at most. */
    default void began(CallId ping, int copies) {}

    /** A first hop took the copy, and signed for that. */
    default void taken(CallId ping, int copy, NodeId firstHop) {}

    /** No first hop took the copy. */
    default void notTaken(CallId ping, int copy) {}

    /**
     * The destination answered.
     *
     * @param copy whose route it names
     * @param route all nodes of it, from the CSP to the destination
     * @param arrived all copies that it had by then
     */
    default void answered(CallId ping, int copy, List<NodeId> route, List<Integer> arrived) {}

    /** The copy's route was asked, and this is what came out about one of its links. */
    default void audited(CallId ping, int copy, LinkOutcome outcome) {}
}
