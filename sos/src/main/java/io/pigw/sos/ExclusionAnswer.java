package io.pigw.sos;

import java.time.Duration;

/** What the enrollment server made of a proposal. */
public sealed interface ExclusionAnswer {

    /** The node is excluded now. */
    record Done() implements ExclusionAnswer {}

    /** The node was excluded before, is on hold, or has no certificate any more. */
    record Already() implements ExclusionAnswer {}

    /** An operator can read it in the audit log, and nothing else happened: so the server is configured. */
    record Recorded() implements ExclusionAnswer {}

    /**
     * Enough nodes were excluded for now.
     *
     * @param retryAfter when to propose it again, 1 s to 1 day
     */
    record Capped(Duration retryAfter) implements ExclusionAnswer {}

    /**
     * The same again will end the same way.
     *
     * @param forGood it is not for that node; otherwise it may be that it is not for this server to propose, as it stands now
     */
    record Refused(String reason, boolean forGood) implements ExclusionAnswer {}

    /** There is no answer, or the server cannot decide now: nothing is known of what became of it, and the same again does no harm. */
    record Unreachable(String reason) implements ExclusionAnswer {}
}
