package io.pigw.overlay.ping;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodePorts;

/** What every gathering of a destination shares. */
record DestinationContext(
        LocalNode local,
        NodePorts ports,
        PingOptions options,
        OpinionPort opinion,
        ArrivalListener listener,
        PingEvents events) {}
