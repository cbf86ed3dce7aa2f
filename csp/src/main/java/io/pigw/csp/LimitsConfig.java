package io.pigw.csp;

import io.pigw.runtime.config.Default;

/**
 * Section {@code limits}.
 *
 * @param messagesPerSecond sustained rate of one peer, default 50
 * @param burst messages of one peer at once, default 200
 * @param maxBodyBytes longest body of a peer's message, default 65536
 * @param deliveries most deliveries under way at once, default 4096
 */
public record LimitsConfig(
        @Default("50") double messagesPerSecond,
        @Default("200") int burst,
        @Default("65536") int maxBodyBytes,
        @Default("4096") int deliveries) {

    /** All defaults. */
    public static final LimitsConfig DEFAULT = new LimitsConfig(50, 200, 65_536, 4_096);

    /** Checks the ranges. */
    public LimitsConfig {
        if (messagesPerSecond <= 0 || burst < 1 || maxBodyBytes < 1 || deliveries < 1) {
            throw new IllegalArgumentException("limits must be above 0");
        }
    }
}
