package io.pigw.simulation;

import java.util.Objects;
import java.util.function.Supplier;

/** A run that did not come to its end. Its message has the seed: the same options and that seed fail again. */
public final class SimulationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private SimulationException(long seed, RuntimeException cause) {
        super(
                "seed " + seed + ": "
                        + Objects.requireNonNullElse(
                                cause.getMessage(), cause.getClass().getSimpleName()),
                cause);
    }

    /** What the run comes to; whatever it throws names the seed. */
    public static <T> T naming(long seed, Supplier<T> run) {
        try {
            return run.get();
        } catch (RuntimeException failed) {
            throw new SimulationException(seed, failed);
        }
    }
}
