package io.pigw.sos;

import io.pigw.trust.Evidence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What is known of a link.
 *
 * @param evidence as it weighed at that time
 * @param weighedAt to the millisecond
 */
record LinkRecord(Link link, Evidence evidence, Instant weighedAt) {

    /** Drops what is finer than a millisecond. */
    LinkRecord {
        weighedAt = weighedAt.truncatedTo(ChronoUnit.MILLIS);
    }
}
