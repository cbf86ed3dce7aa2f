package io.pigw.simulation.adversary;

import java.util.Locale;

/** What a node can do wrong with records that it should hold. */
public enum StorageLie {
    /** Says that it has stored, and has not; shows nothing, and hands nothing on. */
    IGNORE,

    /** Shows and hands on other values than it was given: changed, signed by itself, or said to be newer. */
    ALTER,

    /** Says that there is no value any more. */
    DELETE,

    /** Keeps to the first version that it saw, whatever came later. */
    STALE;

    /** As the command line writes it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
