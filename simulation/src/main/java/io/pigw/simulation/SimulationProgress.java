package io.pigw.simulation;

/** Hears how far a long run is. Called on the run's thread. */
@FunctionalInterface
public interface SimulationProgress {

    /** Nobody listens. */
    SimulationProgress NONE = (_, _) -> {};

    /**
     * So much of it is done.
     *
     * @param done parts, 0 to {@code of}
     * @param of parts in all
     */
    void update(int done, int of);
}
