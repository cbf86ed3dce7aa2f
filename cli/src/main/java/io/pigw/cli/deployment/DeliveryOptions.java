package io.pigw.cli.deployment;

import io.pigw.gateway.DeliveryConfig;
import java.time.Duration;

/**
 * How patiently the gateway delivers.
 *
 * @param firstRetry the pause after the first failed attempt
 * @param expiry after which the sender is told
 */
public record DeliveryOptions(Duration firstRetry, Duration expiry) {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);

    /** The gateway's own defaults. */
    public DeliveryOptions() {
        this(Duration.ofMillis(500), Duration.ofMinutes(1));
    }

    DeliveryConfig config() {
        return new DeliveryConfig(firstRetry, LONGEST_PAUSE, expiry, ATTEMPT, 512, 20_000, 64L << 20);
    }
}
