package io.pigw.csp.locate;

import io.pigw.p2psip.NodeContact;
import java.time.Instant;
import java.util.List;

/** Keeps locations over a restart. */
public interface LocationStore {

    /** Where a peer was found, and until when that may be relied on. */
    record Known(NodeContact contact, Instant goodUntil) {}

    /** Those that are still good. Blocks; called while the CSP starts. */
    List<Known> load(Instant now, int max);

    /** Adds or replaces one, soon. */
    void save(Known known);
}
