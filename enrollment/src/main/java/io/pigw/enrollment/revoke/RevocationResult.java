package io.pigw.enrollment.revoke;

import java.util.List;

/** What became of a revocation, or of lifting one. */
public sealed interface RevocationResult {

    /**
     * It is on record; the next CRL, under way already, says so.
     *
     * @param changed what this call revoked, changed the reason of, or lifted
     * @param unchanged what was so already
     * @param blocked whether the account that was named is blocked now, by this call or before
     * @param tokens how many unused tokens were taken back along
     */
    record Done(List<Revocation> changed, List<Revocation> unchanged, boolean blocked, int tokens)
            implements RevocationResult {
        /** Copies the lists. */
        public Done {
            changed = List.copyOf(changed);
            unchanged = List.copyOf(unchanged);
        }

        /** Certificates alone. */
        public Done(List<Revocation> changed, List<Revocation> unchanged) {
            this(changed, unchanged, false, 0);
        }
    }

    /** Nothing living fits the selector; nothing changed. */
    record NotFound(String reason) implements RevocationResult {}

    /** It contradicts what is on record; nothing changed. */
    record Refused(String reason) implements RevocationResult {}
}
