package io.pigw.csp;

import io.pigw.overlay.chord.ChordEvents;
import io.pigw.overlay.chord.LookupProof;
import java.util.function.Consumer;

/** Tells who looks after records of changes in the ring, once there is somebody, and who counts look-ups. On the CSP's thread. */
final class RingEvents implements ChordEvents {

    private final Consumer<LookupProof> lookups;
    private Runnable onNeighbours = () -> {};

    /** @param lookups counts look-ups */
    RingEvents(Consumer<LookupProof> lookups) {
        this.lookups = lookups;
    }

    void whenNeighboursChange(Runnable task) {
        onNeighbours = task;
    }

    @Override
    public void neighboursChanged() {
        onNeighbours.run();
    }

    @Override
    public void lookedUp(LookupProof proof) {
        lookups.accept(proof);
    }
}
