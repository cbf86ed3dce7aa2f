package io.pigw.csp;

import io.pigw.runtime.config.Default;
import java.time.Duration;

/**
 * Section {@code ping}.
 *
 * @param routes copies of a multicast, 1 to 32, default 3
 * @param timeLimit until a destination counts as not found, 50 ms to 60 s, default 2 s
 * @param lifetime how long a location is good in mode {@code cache}, 1 s to 1 h, default 60 s
 */
public record PingConfig(
        @Default("3") int routes,
        @Default("2s") Duration timeLimit,
        @Default("60s") Duration lifetime) {

    /** All defaults. */
    public static final PingConfig DEFAULT = new PingConfig(3, Duration.ofSeconds(2), Duration.ofSeconds(60));

    /** Checks the ranges. */
    public PingConfig {
        if (routes < 1 || routes > 32) {
            throw new IllegalArgumentException("ping.routes must be 1 to 32");
        }
        if (timeLimit.toMillis() < 50 || timeLimit.toSeconds() > 60) {
            throw new IllegalArgumentException("ping.timeLimit must be 50 ms to 60 s");
        }
        if (lifetime.toMillis() < 1_000 || lifetime.toHours() > 1) {
            throw new IllegalArgumentException("ping.lifetime must be 1 s to 1 h");
        }
    }
}
