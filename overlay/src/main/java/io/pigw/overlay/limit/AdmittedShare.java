package io.pigw.overlay.limit;

/**
 * What part of the requests is let in: after an interval in which all waited too long half as much as before, after any other a
 * tenth of all more, until all are. Not thread-safe.
 */
final class AdmittedShare {

    /** Some are let in however bad it is. */
    static final double LEAST = 0.02;

    private static final double LESS = 0.5;
    private static final double MORE = 0.1;

    private double share = 1;
    private double credit = 1;

    /** Whether one more is let in. */
    boolean admits() {
        credit = Math.min(1, credit + share);
        if (credit < 1) {
            return false;
        }
        credit -= 1;
        return true;
    }

    /** An interval has ended. */
    void judged(boolean late) {
        share = late ? Math.max(LEAST, share * LESS) : Math.min(1, share + MORE);
    }

    /** 0.02 to 1. */
    double value() {
        return share;
    }

    /** How many good intervals it takes until all are let in. */
    double intervalsToAll() {
        return (1 - share) / MORE;
    }
}
