package io.pigw.simulation.world;

import java.util.Locale;

/** Something that must hold did not. The message has the seed and the virtual time, by which the run can be repeated. */
public final class InvariantViolation extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    InvariantViolation(long seed, long nanos, String what) {
        super(String.format(Locale.ROOT, "seed %d, at %.6f s of virtual time: %s", seed, nanos / 1e9, what));
    }
}
