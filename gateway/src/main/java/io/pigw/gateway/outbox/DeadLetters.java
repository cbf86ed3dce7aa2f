package io.pigw.gateway.outbox;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What was given up, for an operator. Bounded: the oldest is forgotten first. On the owner's loop, where all stages complete; they
 * fail while the database is away.
 */
public interface DeadLetters {

    /** What became of the wish to send one again. */
    enum Resend {
        /** It is in the outbox. */
        QUEUED,
        /** There is no such letter. */
        UNKNOWN,
        /** The outbox is full. */
        FULL
    }

    /**
     * A page, in the order of their numbers.
     *
     * @param after those with a greater number
     * @param max 1 or more
     */
    CompletionStage<List<DeadLetter>> page(long after, int max);

    /**
     * Moves one back to the outbox, under the Call-ID that it had: whoever has it takes it no second time. Its sender, who was told of its
     * end, is told again if it fails again.
     *
     * @param expiresAt when it is given up again
     */
    CompletionStage<Resend> resend(long id, Instant now, Instant expiresAt);

    /** Forgets one; false if there is none. */
    CompletionStage<Boolean> drop(long id);
}
