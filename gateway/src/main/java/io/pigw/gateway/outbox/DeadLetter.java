package io.pigw.gateway.outbox;

import java.time.Instant;

/**
 * A message or notice that was given up.
 *
 * @param id its number in the outbox
 * @param key as it was accepted
 * @param payload what was to be delivered
 * @param answer the code that its sender got
 * @param ending how it ended; never delivered
 * @param reason in words, without anything of the body; at most {@value #MAX_REASON} characters
 * @param attempts that were made
 * @param uncertain whether it may have arrived all the same
 * @param acceptedAt when it came in
 * @param endedAt when it was given up
 */
public record DeadLetter(
        long id,
        OutboxKey key,
        Payload payload,
        int answer,
        Ending ending,
        String reason,
        int attempts,
        boolean uncertain,
        Instant acceptedAt,
        Instant endedAt) {

    static final int MAX_REASON = 256;

    /** Cuts the reason, and has it without control characters. */
    public DeadLetter {
        reason = reason.substring(0, Math.min(reason.length(), MAX_REASON)).replaceAll("\\p{Cntrl}", " ");
    }

    static DeadLetter of(Entry entry, Ending ending, String reason, Instant now) {
        return new DeadLetter(
                entry.id(),
                entry.draft().key(),
                entry.payload(),
                entry.draft().answer(),
                ending,
                reason,
                entry.progress().attempts(),
                entry.progress().uncertain(),
                entry.draft().acceptedAt(),
                now);
    }
}
