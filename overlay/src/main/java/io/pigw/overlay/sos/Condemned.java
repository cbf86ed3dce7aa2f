package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Evidence;
import io.pigw.trust.Opinion;

/**
 * A node on which the opinion has settled, and is bad.
 *
 * @param grounds why it may be excluded
 * @param opinion all observers' as one
 * @param evidence that it rests on
 * @param observers distinct nodes that passed pings to it which it lost
 * @param destinations distinct nodes that those pings were for
 */
public record Condemned(
        NodeId node, Grounds grounds, Opinion opinion, Evidence evidence, int observers, int destinations) {

    /** Why a node may be excluded (the draft's Req 16). A bad opinion alone steers routes, and no more. */
    public enum Grounds {
        /** It contradicted its own signature, again and again. */
        CONTRADICTION,
        /** It lost pings from several nodes for several others. */
        AUDITS
    }
}
