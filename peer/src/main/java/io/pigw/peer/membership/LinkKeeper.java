package io.pigw.peer.membership;

import io.pigw.p2psip.NodeContact;

/** Keeps a link open to a CSP. On the peer's thread. */
@FunctionalInterface
public interface LinkKeeper {

    /**
     * Dials, and dials again whenever the link is lost.
     *
     * @param lost told each time that an open link is lost
     */
    Kept keep(NodeContact csp, Runnable lost);

    /** A link that is being kept. */
    interface Kept extends AutoCloseable {
        @Override
        void close();
    }
}
