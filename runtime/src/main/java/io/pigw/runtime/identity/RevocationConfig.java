package io.pigw.runtime.identity;

import io.pigw.runtime.config.Default;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a node learns which certificates have been revoked. All of it may be left out.
 *
 * @param url where lists are, instead of where certificates say; {@code {keyId}} in it stands for the key identifier of the CA in
 *     hexadecimal
 * @param grace how long a list still holds after the next one was due, 0 to 90 days; then all certificates are refused
 * @param poll how often a list is asked for, 10 s to 1 day
 */
public record RevocationConfig(
        @Nullable String url,
        @Default("7d") Duration grace,
        @Default("5m") Duration poll) {

    private static final Duration LONGEST_GRACE = Duration.ofDays(90);
    private static final Duration SHORTEST_POLL = Duration.ofSeconds(10);
    private static final Duration LONGEST_POLL = Duration.ofDays(1);

    /** What is so unless it is configured. */
    public static final RevocationConfig DEFAULTS =
            new RevocationConfig(null, Duration.ofDays(7), Duration.ofMinutes(5));

    /** Checks the ranges. */
    public RevocationConfig {
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            throw new IllegalArgumentException("identity.revocation.grace is 0s to 90d");
        }
        if (poll.compareTo(SHORTEST_POLL) < 0 || poll.compareTo(LONGEST_POLL) > 0) {
            throw new IllegalArgumentException("identity.revocation.poll is 10s to 1d");
        }
        if (url != null && !url.startsWith("http://") && !url.startsWith("https://")) {
            throw new IllegalArgumentException("identity.revocation.url begins with http:// or https://");
        }
    }
}
