package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeId;

/** What a Chord node tells those who count. Called on the node's thread. */
public interface ChordEvents {

    /** Nobody counts. */
    ChordEvents NONE = new ChordEvents() {};

    /** The nearest successor or predecessor, or a list of them, is another than before. */
    default void neighboursChanged() {}

    /** A node was forgotten because it did not answer. */
    default void forgotten(NodeId node) {}

    /**
     * Every node that this one knew is gone, and it had joined through a CSP: it is outside the ring and may
     * {@link ChordNode#join} again.
     */
    default void isolated() {}

    /** A look-up of this node's own, but for a finger, ended with an answer that is known to be true in this way. */
    default void lookedUp(LookupProof proof) {}

    /** A lookup ended without an answer. */
    default void lookupFailed() {}

    /** A request was refused: from a stranger, for another, or too many at once. */
    default void refused() {}
}
