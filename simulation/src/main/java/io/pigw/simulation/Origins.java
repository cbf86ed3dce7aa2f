package io.pigw.simulation;

/** From which CSPs the copies of a ping set out. */
public enum Origins {
    /** The CSP that serves the destination sends them all, with distinct first hops. */
    RESPONSIBLE,

    /** As many CSPs as there are copies, evenly around the ring, that one among them: a copy each, at the same time. */
    SPREAD,

    /** That CSP sends them all; should no answer come, another CSP on the other side of the ring sends as many, then a third. */
    THEN_OTHERS,

    /** As a CSP does it: all its own; should no answer come in a share of the time, others by other first hops and other CSPs. */
    OTHER_WAYS
}
