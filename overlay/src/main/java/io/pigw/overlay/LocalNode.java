package io.pigw.overlay;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;

/**
 * A node's own place.
 *
 * @param contact its ID and where it listens
 * @param ring the size of the ring
 * @param overlay the overlay's name, which every signature covers
 */
public record LocalNode(NodeContact contact, Ring ring, String overlay) {

    /** Checks that the ID lies in the ring. */
    public LocalNode {
        if (!ring.contains(contact.id())) {
            throw new IllegalArgumentException("node ID is outside the ring of 2^" + ring.bits());
        }
        if (overlay.isEmpty()) {
            throw new IllegalArgumentException("an overlay has a name");
        }
    }

    /** The node's ID. */
    public NodeId id() {
        return contact.id();
    }
}
