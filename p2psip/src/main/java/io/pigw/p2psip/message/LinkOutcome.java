package io.pigw.p2psip.message;

import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a CSP saw of one link of its pings' routes.
 *
 * @param kind what became of the ping there
 * @param observer who passed the ping on, or the CSP
 * @param subject who took it
 * @param destination of the ping
 * @param at when, to the millisecond
 */
public record LinkOutcome(Kind kind, NodeId observer, NodeId subject, NodeId destination, Instant at) {

    /** What became of a ping that the subject had taken. */
    public enum Kind {
        /** It went on from the subject. */
        PASSED,
        /** The subject can show nobody who took it. */
        LOST,
        /** The subject does not say. */
        SILENT,
        /** What the subject shows contradicts what it signed: it altered the ping. */
        CONTRADICTED;

        /** Whether this speaks for the subject. */
        public boolean isGood() {
            return this == PASSED;
        }
    }

    /** Checks the range; drops what is finer than a millisecond. */
    public LinkOutcome {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        if (at.isBefore(Instant.EPOCH) || at.isAfter(PingTerms.MAX_EXPIRES)) {
            throw new IllegalArgumentException("an outcome lies in the years 1970 to 9999");
        }
    }
}
