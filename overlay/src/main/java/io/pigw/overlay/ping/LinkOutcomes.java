package io.pigw.overlay.ping;

import io.pigw.p2psip.message.LinkOutcome;

/** Hears what became of a CSP's pings, link by link. On the node's thread. */
@FunctionalInterface
public interface LinkOutcomes {

    /** Nobody does. */
    LinkOutcomes NONE = _ -> {};

    /** A link carried a ping, or lost it. */
    void saw(LinkOutcome outcome);
}
