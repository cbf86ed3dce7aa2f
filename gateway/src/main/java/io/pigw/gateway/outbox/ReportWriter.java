package io.pigw.gateway.outbox;

import java.time.Instant;
import java.util.Optional;

/** Writes what the sender of a message is told of its fate (the paper, §2.7; RFC 5438). */
@FunctionalInterface
public interface ReportWriter {

    /**
     * The report; none where the sender did not ask for one, or has no address that it could go to. Never asked about a notice.
     * All reports about one message bear the same key, so that one at most is ever written.
     */
    Optional<Draft> reportOf(Entry entry, Fate fate, Instant now);
}
