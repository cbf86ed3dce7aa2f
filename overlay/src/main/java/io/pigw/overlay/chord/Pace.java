package io.pigw.overlay.chord;

import java.time.Duration;

/**
 * How often something is repeated: fast after a change, then each time half as often.
 *
 * @param fastest the interval after a change, positive
 * @param slowest the interval when nothing changes, not less than {@code fastest}
 */
public record Pace(Duration fastest, Duration slowest) {

    /** Checks the order. */
    public Pace {
        if (!fastest.isPositive() || slowest.compareTo(fastest) < 0) {
            throw new IllegalArgumentException("a pace has 0 < fastest <= slowest");
        }
    }
}
