package io.pigw.csp;

import io.pigw.overlay.limit.DistinctRecipients;
import io.pigw.runtime.config.Default;

/**
 * Section {@code limits}.
 *
 * @param messagesPerSecond sustained rate of one peer, default 50
 * @param burst messages of one peer at once, default 200
 * @param maxBodyBytes longest body of a peer's message, default 65536
 * @param deliveries most deliveries under way at once, default 4096
 * @param clients most clients that are served at once, default 1000
 * @param clientsPerAddress of these, from one address (IPv6: one /64), default 100
 * @param locatesPerSecond sustained rate at which one peer may have others looked for, default 10; four times as many at once
 * @param recipientsPerHour different IMS users that one peer may write to in an hour, default 200; 0: as many as it likes
 */
public record LimitsConfig(
        @Default("50") double messagesPerSecond,
        @Default("200") int burst,
        @Default("65536") int maxBodyBytes,
        @Default("4096") int deliveries,
        @Default("1000") int clients,
        @Default("100") int clientsPerAddress,
        @Default("10") double locatesPerSecond,
        @Default("200") int recipientsPerHour) {

    /** With two links each they leave a quarter of a CSP's links to others. */
    private static final int MAX_CLIENTS = 1_500;

    /** All defaults. */
    public static final LimitsConfig DEFAULT = new LimitsConfig(50, 200, 65_536, 4_096, 1_000, 100, 10, 200);

    /** Checks the ranges. */
    public LimitsConfig {
        DistinctRecipients.check(recipientsPerHour);
        if (messagesPerSecond <= 0
                || locatesPerSecond <= 0
                || burst < 1
                || maxBodyBytes < 1
                || deliveries < 1
                || clientsPerAddress < 1) {
            throw new IllegalArgumentException("limits must be above 0");
        }
        if (clients < 0 || clients > MAX_CLIENTS) {
            throw new IllegalArgumentException("limits.clients must be 0 to " + MAX_CLIENTS);
        }
    }

    /** The same with another limit on recipients. */
    public LimitsConfig withRecipientsPerHour(int limit) {
        return new LimitsConfig(
                messagesPerSecond,
                burst,
                maxBodyBytes,
                deliveries,
                clients,
                clientsPerAddress,
                locatesPerSecond,
                limit);
    }
}
