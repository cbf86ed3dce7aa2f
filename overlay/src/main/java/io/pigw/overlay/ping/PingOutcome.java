package io.pigw.overlay.ping;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.util.List;

/** What became of a ping, seen from the CSP. */
public sealed interface PingOutcome {

    /**
     * The destination answered.
     *
     * @param destination its ID and where it says it listens
     * @param destinationCertificate what it signed its answer with
     * @param route the chosen route, from the CSP to the destination
     * @param copiesSent how many copies a first hop took
     */
    record Located(NodeContact destination, NodeCertificate destinationCertificate, List<NodeId> route, int copiesSent)
            implements PingOutcome {
        /** Copies the list. */
        public Located {
            route = List.copyOf(route);
        }
    }

    /** It did not. An ID that nobody holds and a dead node look alike. */
    record NotFound(Reason reason) implements PingOutcome {}

    /** Why a destination was not found. */
    enum Reason {
        /** No first hop took the ping. */
        NO_ROUTE,
        /** Nothing came in time. */
        NO_ANSWER,
        /** Too many pings are under way. */
        OVERLOADED
    }
}
