package io.pigw.simulation.network;

/** One direction of an open link. */
final class Link {

    private final Endpoint target;
    private long lastArrivalNanos;

    Link(Endpoint target, long readyNanos) {
        this.target = target;
        this.lastArrivalNanos = readyNanos;
    }

    /** Who is at the other end, perhaps dead by now. */
    Endpoint target() {
        return target;
    }

    /** The time at which what is sent now arrives: not before what was sent before. */
    long arrival(long earliestNanos) {
        lastArrivalNanos = Math.max(earliestNanos, lastArrivalNanos + 1);
        return lastArrivalNanos;
    }
}
