package io.pigw.overlay.sos;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * That a node is condemned.
 *
 * @param at since when, to the millisecond
 */
public record Sentence(Condemned condemned, Instant at) {

    /** Drops what is finer than a millisecond. */
    public Sentence {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }
}
