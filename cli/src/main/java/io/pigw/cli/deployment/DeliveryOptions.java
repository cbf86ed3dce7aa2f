package io.pigw.cli.deployment;

import io.pigw.gateway.DeliveryConfig;
import io.pigw.gateway.NextHopConfig;
import java.time.Duration;

/**
 * How patiently the gateway delivers.
 *
 * @param firstRetry the pause after the first failed attempt
 * @param expiry after which the sender is told
 * @param core how the IMS core is found and watched, if one was named
 */
public record DeliveryOptions(Duration firstRetry, Duration expiry, NextHopConfig core) {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);

    /** The gateway's own defaults. */
    public DeliveryOptions() {
        this(Duration.ofMillis(500), Duration.ofMinutes(1), NextHopConfig.DEFAULT);
    }

    /** Towards a core that is never asked whether it is there. */
    public DeliveryOptions(Duration firstRetry, Duration expiry) {
        this(firstRetry, expiry, NextHopConfig.UNWATCHED);
    }

    DeliveryConfig config() {
        return new DeliveryConfig(
                firstRetry,
                LONGEST_PAUSE,
                expiry,
                ATTEMPT,
                512,
                20_000,
                64L << 20,
                10_000,
                Duration.ofDays(7),
                false,
                null);
    }
}
