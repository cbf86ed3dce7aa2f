package io.pigw.gateway.outbox;

import java.time.Duration;

/**
 * What the outbox holds at most. Beyond it, senders are told to come back later.
 *
 * @param maxMessages that have not ended; notices are admitted beyond it, one a message
 * @param maxBytes of their bodies together, each counted with {@link #OVERHEAD_BYTES}
 * @param share attempts under way to one target, and of one sender, 1 or more
 * @param keepEnded how long the key of an ended message is known at least: 64·T1 (RFC 3261 §17.2.2, Timer J)
 * @param maxDeadLetters that are kept, the newest, 0 or more
 * @param keepDeadLetters how long
 */
public record OutboxLimits(
        int maxMessages, long maxBytes, int share, Duration keepEnded, int maxDeadLetters, Duration keepDeadLetters) {

    private static final Duration TIMER_J = Duration.ofSeconds(32);
    private static final int USUAL_DEAD_LETTERS = 10_000;
    private static final Duration USUAL_TIME = Duration.ofDays(7);

    /** 20,000 messages, 64 MiB, 64 attempts, 40 s. */
    public static final OutboxLimits DEFAULTS = new OutboxLimits(20_000, 64L * 1024 * 1024, 64, Duration.ofSeconds(40));

    /** What an entry takes beside its body, in bytes. */
    static final int OVERHEAD_BYTES = 1024;

    /** With 10,000 dead letters, for 7 days. */
    public OutboxLimits(int maxMessages, long maxBytes, int share, Duration keepEnded) {
        this(maxMessages, maxBytes, share, keepEnded, USUAL_DEAD_LETTERS, USUAL_TIME);
    }

    /** Checks the ranges. */
    public OutboxLimits {
        if (maxDeadLetters < 0 || !keepDeadLetters.isPositive()) {
            throw new IllegalArgumentException("0 dead letters or more are kept, for longer than no time");
        }
        if (maxMessages < 1 || share < 1 || maxBytes < OVERHEAD_BYTES || keepEnded.compareTo(TIMER_J) < 0) {
            throw new IllegalArgumentException(
                    "an outbox holds 1 message or more, attempts 1 or more and keeps ended ones for 32 s or more");
        }
    }
}
