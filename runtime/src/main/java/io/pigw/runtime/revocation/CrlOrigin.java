package io.pigw.runtime.revocation;

import java.util.Locale;

/** How a list came here. */
public enum CrlOrigin {
    /** Over a link, from a CSP or the enrollment server. */
    PUSHED,
    /** Over HTTP, from where certificates say. */
    FETCHED,
    /** From the disk, where it was left before a restart. */
    STORED,
    /** From within the process: the CA itself is here. */
    ISSUED;

    /** As the label of a counter: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
