package io.pigw.enrollment.exclude;

import io.pigw.enrollment.revoke.Revocation;
import io.pigw.overlay.port.Role;
import java.time.Duration;
import java.util.List;

/** What became of a proposal. */
public sealed interface ExclusionOutcome {

    /** The node is excluded now. */
    record Excluded(List<Revocation> changed) implements ExclusionOutcome {
        /** Copies the list. */
        public Excluded {
            changed = List.copyOf(changed);
        }
    }

    /** It is in the audit log, where operators see it, and nothing else happened. */
    record Recorded() implements ExclusionOutcome {}

    /** No certificate of the node is good: it was excluded before, is on hold, or let them end. */
    record Already() implements ExclusionOutcome {}

    /** There is no such node. */
    record UnknownNode() implements ExclusionOutcome {}

    /** The node is of a role that only operators exclude. */
    record ProtectedRole(Role role) implements ExclusionOutcome {}

    /** Enough for this hour. */
    record Capped(Duration retryAfter) implements ExclusionOutcome {}

    /** Whoever proposes is not on record any more, was revoked, or is of an account that is blocked. */
    record NotInStanding() implements ExclusionOutcome {}
}
