package io.pigw.csp.locate;

import io.pigw.overlay.ping.PingOutcome;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.LinkOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A search for a node.
 *
 * @param forMessage the message that was to be delivered; one of its own where another CSP or a peer asked
 * @param began when
 * @param took until the outcome; zero before
 * @param outcome empty while it is under way
 * @param copies of its one or two pings, in the order sent
 */
public record PingRecord(
        CallId forMessage,
        NodeId destination,
        Instant began,
        Duration took,
        Optional<PingOutcome> outcome,
        List<Copy> copies) {

    /** Copies the list. */
    public PingRecord {
        copies = List.copyOf(copies);
    }

    /** What became of a copy. */
    public enum Fate {
        /** The destination chose its route. */
        CHOSEN,
        /** It arrived. */
        ARRIVED,
        /** The routes that were asked led to a link where it was lost. */
        LOST,
        /** No first hop took it. */
        NOT_TAKEN,
        /** Nothing more is known: it is under way, or its route was not asked, or every hop that was asked had passed it on. */
        UNKNOWN
    }

    /**
     * A copy of a ping.
     *
     * @param ping the Call-ID of its ping
     * @param fate what became of it
     * @param nodes of its route as far as is known, from the CSP on; just the CSP where no first hop took it
     * @param complete whether that is the whole route
     * @param lostAt the link where it was lost, and how
     */
    public record Copy(CallId ping, Fate fate, List<NodeId> nodes, boolean complete, Optional<LinkOutcome> lostAt) {
        /** Copies the list. */
        public Copy {
            nodes = List.copyOf(nodes);
        }
    }
}
