package io.pigw.enrollment.exclude;

import io.pigw.runtime.config.Default;

/**
 * What comes of opinion servers' proposals to exclude a node.
 *
 * @param mode whether they are acted on
 * @param perHour how many count within an hour, of all opinion servers together, 0 to 1000; further ones are told to come later
 */
public record ExclusionSettings(
        @Default("revoke") Mode mode, @Default("6") int perHour) {

    private static final int MOST = 1000;

    /** The node is revoked, six in an hour. */
    public static final ExclusionSettings DEFAULT = new ExclusionSettings(Mode.REVOKE, 6);

    /** Checks the range. */
    public ExclusionSettings {
        if (perHour < 0 || perHour > MOST) {
            throw new IllegalArgumentException("exclusions.perHour must be 0 to " + MOST + ", not " + perHour);
        }
    }

    /** What is done. */
    public enum Mode {
        /** The node is revoked. */
        REVOKE,
        /** The proposal goes into the audit log for an operator, and nothing else happens. */
        RECORD
    }
}
