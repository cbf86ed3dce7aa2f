package io.pigw.simulation.world;

import io.pigw.overlay.sos.CondemnationOptions;
import io.pigw.overlay.sos.OpinionOptions;

/** What tells the nodes of a world whom to trust. */
public sealed interface Guidance {

    /** Nothing: whatever answers a ping first is believed, signed or not. */
    record Blind() implements Guidance {}

    /** Signatures alone. */
    record Signed() implements Guidance {}

    /** Signatures, and what each CSP remembers of the ways of its own pings. */
    record Memory() implements Guidance {}

    /** One who knows who is bad; CSPs remember ways. */
    record Oracle() implements Guidance {}

    /** An opinion server, which learns from reports; CSPs remember ways. */
    record Server(OpinionOptions opinions, CondemnationOptions condemnation) implements Guidance {

        /** One with the defaults. */
        public static final Server DEFAULT = new Server(OpinionOptions.DEFAULTS, CondemnationOptions.DEFAULTS);
    }

    /** Whether CSPs remember the ways of their own pings. */
    default boolean remembersWays() {
        return switch (this) {
            case Blind _, Signed _ -> false;
            case Memory _, Oracle _, Server _ -> true;
        };
    }
}
