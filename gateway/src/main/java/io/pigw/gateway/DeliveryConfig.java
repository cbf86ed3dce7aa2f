package io.pigw.gateway;

import io.pigw.gateway.outbox.OutboxLimits;
import io.pigw.gateway.outbox.RetryPolicy;
import io.pigw.runtime.config.Default;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long and how often delivery is tried, both ways.
 *
 * @param firstRetry the pause after the first attempt that failed; pauses double, 20 % to either side
 * @param maxRetry the longest pause
 * @param expiry after which the sender is told
 * @param attemptTimeout for a CSP's answer; longer than its pings take
 * @param maxInFlight attempts at a time, each way; to one target, and of one sender, an eighth of them
 * @param maxMessages that are not yet delivered; beyond them senders get 503
 * @param maxBytes that these take together
 * @param deadLetters that were given up and are kept for an operator, the newest, 0 or more
 * @param keepDeadLetters how long
 * @param shared whether other gateways work off the same outbox: each has this {@code true}, the same {@code store.postgresql} and the same
 *     {@code delivery.secretFile}
 * @param secretFile from which messages' names are made, the same at all gateways of an operator; when absent {@code names.secret}
 *     beside the certificates
 */
public record DeliveryConfig(
        @Default("500ms") Duration firstRetry,
        @Default("10s") Duration maxRetry,
        @Default("1m") Duration expiry,
        @Default("5s") Duration attemptTimeout,
        @Default("512") int maxInFlight,
        @Default("20000") int maxMessages,
        @Default("67108864") long maxBytes,
        @Default("10000") int deadLetters,
        @Default("7d") Duration keepDeadLetters,
        @Default("false") boolean shared,
        @Nullable Path secretFile) {

    private static final Duration KEEP_ENDED = Duration.ofSeconds(40);
    private static final int SHARES = 8;
    private static final int MAX_DEAD_LETTERS = 1_000_000;

    /** Checks the ranges. */
    public DeliveryConfig {
        if (!expiry.isPositive() || !attemptTimeout.isPositive() || maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "delivery.expiry and delivery.attemptTimeout must be more than zero, delivery.maxInFlight 1 or more");
        }
        var _ = new RetryPolicy(firstRetry, maxRetry);
        if (deadLetters < 0 || deadLetters > MAX_DEAD_LETTERS || !keepDeadLetters.isPositive()) {
            throw new IllegalArgumentException("delivery.deadLetters must be 0 to " + MAX_DEAD_LETTERS
                    + ", delivery.keepDeadLetters more than zero");
        }
        var _ = new OutboxLimits(maxMessages, maxBytes, 1, KEEP_ENDED);
    }

    RetryPolicy retries() {
        return new RetryPolicy(firstRetry, maxRetry);
    }

    OutboxLimits limits() {
        return new OutboxLimits(
                maxMessages, maxBytes, Math.max(1, maxInFlight / SHARES), KEEP_ENDED, deadLetters, keepDeadLetters);
    }
}
