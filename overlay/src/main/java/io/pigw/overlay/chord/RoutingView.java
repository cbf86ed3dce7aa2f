package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.util.List;

/** Where to send what is meant for an ID, from Chord state alone. On the node's thread. */
public interface RoutingView {

    /**
     * The known nodes that precede the target anti-clockwise, or are it, nearest first and each nearer to it than this
     * node. Empty when this node is the target's predecessor and nobody known holds the ID.
     *
     * @param max the most nodes wanted, positive
     */
    List<NodeContact> closestPreceding(NodeId target, int max);

    /** Says that the node did not take a message in time. It is asked for a sign of life, and else forgotten. */
    void suspect(NodeContact node);
}
