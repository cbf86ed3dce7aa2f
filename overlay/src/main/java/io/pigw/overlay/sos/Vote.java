package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import java.time.Instant;

/**
 * An outcome on a link, told by one reporter. Each sort counts once in a window, whatever is repeated or replayed.
 *
 * @param window its beginning; of what a peer tells it follows from what the CSP signed, not from when the report came
 */
public record Vote(NodeId reporter, Link link, Instant window, Sort sort) {

    /** What is told, and by whom. */
    public enum Sort {
        /** A peer says that a ping came to it over the link. */
        TOLD,
        /** A CSP saw that the subject passed a ping on; in a report of whole pings, or that it got it. */
        PASSED,
        /** A CSP asked the subject, which can show nobody whom it passed the ping to. */
        LOST,
        /** A CSP asked the subject, which did not answer. */
        SILENT,
        /** A CSP asked the subject, and what it showed contradicts what it had signed. */
        CONTRADICTED
    }
}
