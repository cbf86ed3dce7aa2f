package io.pigw.csp;

import io.pigw.overlay.chord.ChordEvents;

/** Tells who looks after records of changes in the ring, once there is somebody. On the CSP's thread. */
final class RingEvents implements ChordEvents {

    private Runnable onNeighbours = () -> {};

    void whenNeighboursChange(Runnable task) {
        onNeighbours = task;
    }

    @Override
    public void neighboursChanged() {
        onNeighbours.run();
    }
}
