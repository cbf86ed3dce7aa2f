package io.pigw.overlay.limit;

/**
 * How much of something one sender may bring.
 *
 * @param perSecond sustained, above 0
 * @param burst at once after a silence, at least 1
 */
public record Rate(double perSecond, int burst) {

    /** Checks the ranges. */
    public Rate {
        if (!(perSecond > 0) || burst < 1) {
            throw new IllegalArgumentException("a rate is above 0 and a burst at least 1");
        }
    }
}
