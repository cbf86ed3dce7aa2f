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
 * @param links with more open links than these, those that nothing used for 5 s are closed, 16 to 4096, default 256
 */
public record ChordConfig(
        @Default("8") int successors,
        @Default("10s") Duration stabilise,
        @Default("60s") Duration sweep,
        @Default("256") int links) {

    private static final int FEWEST_SUCCESSORS = 3;
    private static final int MOST_SUCCESSORS = 16;
    private static final int FEWEST_LINKS = 16;
    private static final int MOST_LINKS = 4_096;

    /** All defaults. */
    public static final ChordConfig DEFAULT = new ChordConfig(8, Duration.ofSeconds(10), Duration.ofSeconds(60), 256);

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
        if (links < FEWEST_LINKS || links > MOST_LINKS) {
            throw new IllegalArgumentException("chord.links must be " + FEWEST_LINKS + " to " + MOST_LINKS);
        }
    }

    /** The same with another number of successors, and of links beyond which unused ones are closed. */
    public ChordConfig with(int successorCount, int linkCount) {
        return new ChordConfig(successorCount, stabilise, sweep, linkCount);
    }

    ChordOptions options() {
        ChordOptions defaults = ChordOptions.DEFAULTS.withSuccessors(successors);
        return defaults.withPaces(
                new Pace(defaults.stabilise().fastest(), stabilise),
                new Pace(defaults.sweep().fastest(), sweep));
    }
}
