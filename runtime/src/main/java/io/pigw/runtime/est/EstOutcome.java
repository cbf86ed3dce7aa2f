package io.pigw.runtime.est;

import io.pigw.runtime.identity.NodeIdentity;
import java.time.Duration;

/** How an enrollment or a renewal went that was not refused. */
public sealed interface EstOutcome {

    /** The certificate is there, checked, and goes with the key. */
    record Enrolled(NodeIdentity identity) implements EstOutcome {}

    /**
     * An operator has to approve it first (202, RFC 7030 §4.2.3): ask again with the same key and token.
     *
     * @param retryAfter how long to wait before, 1 s to 1 day
     * @param reason what the server says of it
     */
    record Pending(Duration retryAfter, String reason) implements EstOutcome {}
}
