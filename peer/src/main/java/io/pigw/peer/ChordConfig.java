package io.pigw.peer;

import io.pigw.overlay.chord.ChordOptions;
import io.pigw.overlay.chord.Pace;
import io.pigw.runtime.config.Default;
import java.time.Duration;

/**
 * Section {@code chord}: how often the ring is looked after while nothing changes. Changes are followed at once.
 *
 * @param stabilise neighbours are asked this often, 1 s to 10 min, default 10 s
 * @param sweep all fingers are looked up this often, 1 s to 1 h, default 60 s
 */
public record ChordConfig(
        @Default("10s") Duration stabilise, @Default("60s") Duration sweep) {

    /** All defaults. */
    public static final ChordConfig DEFAULT = new ChordConfig(Duration.ofSeconds(10), Duration.ofSeconds(60));

    /** Checks the ranges. */
    public ChordConfig {
        if (stabilise.toMillis() < 1_000 || stabilise.toMinutes() > 10) {
            throw new IllegalArgumentException("chord.stabilise must be 1 s to 10 min");
        }
        if (sweep.toMillis() < 1_000 || sweep.toHours() > 1) {
            throw new IllegalArgumentException("chord.sweep must be 1 s to 1 h");
        }
    }

    ChordOptions options() {
        ChordOptions defaults = ChordOptions.DEFAULTS;
        return defaults.withPaces(
                new Pace(defaults.stabilise().fastest(), stabilise),
                new Pace(defaults.sweep().fastest(), sweep));
    }
}
