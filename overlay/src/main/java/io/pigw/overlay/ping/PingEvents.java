package io.pigw.overlay.ping;

import io.pigw.overlay.port.NodeCertificate;

/** What pings tell those who count. Called on the node's thread. */
public interface PingEvents {

    /** Nobody counts. */
    PingEvents NONE = new PingEvents() {};

    /** A CSP sent this many copies of a ping. */
    default void sent(int copies) {}

    /** A next hop took a ping from this node. */
    default void forwarded() {}

    /** A copy arrived at its destination and verified; hops is the number of links from the CSP. */
    default void arrived(int hops) {}

    /** A neighbour was proven to do what no honest node does; what it brought was dropped for that reason. */
    default void misbehaved(NodeCertificate neighbour, PingDrop what) {}

    /** Something was dropped. */
    default void dropped(PingDrop reason) {}

    /** The question for the best route was not answered in time or not at all. */
    default void undecided() {}
}
