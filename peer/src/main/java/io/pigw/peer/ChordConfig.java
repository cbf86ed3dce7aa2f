package io.pigw.peer;

import io.pigw.overlay.chord.ChordOptions;
import io.pigw.overlay.chord.Pace;
import io.pigw.runtime.config.Default;
import java.time.Duration;

/**
 * Section {@code chord}: how much of the ring is kept, and how often it is looked after while nothing changes. Changes are
 * followed at once.
 *
 * @param successors nodes behind it that it knows, 3 to 16, default 8: with fewer a ring does not survive that a third dies at once
 * @param stabilise neighbours are asked this often, 1 s to 10 min, default 10 s
 * @param sweep all fingers are looked up this often, 1 s to 1 h, default 60 s
 */
public record ChordConfig(
        @Default("8") int successors,
        @Default("10s") Duration stabilise,
        @Default("60s") Duration sweep) {

    private static final int FEWEST_SUCCESSORS = 3;
    private static final int MOST_SUCCESSORS = 16;

    /** All defaults. */
    public static final ChordConfig DEFAULT = new ChordConfig(8, Duration.ofSeconds(10), Duration.ofSeconds(60));

    /** Checks the ranges. */
    public ChordConfig {
        if (successors < FEWEST_SUCCESSORS || successors > MOST_SUCCESSORS) {
            throw new IllegalArgumentException(
                    "chord.successors must be " + FEWEST_SUCCESSORS + " to " + MOST_SUCCESSORS);
        }
        if (stabilise.toMillis() < 1_000 || stabilise.toMinutes() > 10) {
            throw new IllegalArgumentException("chord.stabilise must be 1 s to 10 min");
        }
        if (sweep.toMillis() < 1_000 || sweep.toHours() > 1) {
            throw new IllegalArgumentException("chord.sweep must be 1 s to 1 h");
        }
    }

    /** The same with another number of successors. */
    public ChordConfig withSuccessors(int count) {
        return new ChordConfig(count, stabilise, sweep);
    }

    ChordOptions options() {
        ChordOptions defaults = ChordOptions.DEFAULTS.withSuccessors(successors);
        return defaults.withPaces(
                new Pace(defaults.stabilise().fastest(), stabilise),
                new Pace(defaults.sweep().fastest(), sweep));
    }
}
