package io.pigw.simulation.network;

import io.pigw.p2psip.NodeId;

/** Hears of nodes at which something happened: a message came, a timer rang, a link was lost. */
@FunctionalInterface
public interface TouchListener {

    /** Nobody listens. */
    TouchListener NONE = _ -> {};

    /** Called when the event is over, before the next. */
    void touched(NodeId node);
}
