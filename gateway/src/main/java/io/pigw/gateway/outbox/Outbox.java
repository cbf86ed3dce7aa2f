package io.pigw.gateway.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The messages that were accepted and not yet delivered, both ways. Rows are durable; the index of what is due is in memory
 * and is rebuilt by a scan when the outbox is opened.
 *
 * <p>Of one entry: stored → leased → (deferred → leased)* → completed. An entry is leased to one holder at a time; a lease ends
 * with the process. At most {@link Lane#MAX_MESSAGES} of one lane wait.
 *
 * <p>{@link #accept} may be called on any thread. All else belongs to the owner's loop, and all stages complete there; what another thread
 * attaches to the stage of {@code accept} may run on that thread.
 */
public interface Outbox {

    /**
     * Writes the message, unless its key is known or there is no room. A stage that fails means that nothing was stored for
     * certain: the sender has to try again.
     */
    CompletionStage<Acceptance> accept(Draft draft);

    /**
     * Takes entries that are due, earliest first, each when its turn in its {@link Lane} has come, and of one target or sender no
     * more at a time than {@link OutboxLimits#share}.
     */
    List<Lease> lease(Direction direction, Instant now, int max);

    /**
     * Gives a leased entry back with its progress, which is written soon, in one transaction with the report, if any, unless its
     * key is known.
     *
     * @return the report's entry if it was written; a stage that fails means that neither was
     */
    CompletionStage<Optional<Entry>> defer(Entry entry, Optional<Draft> report);

    /**
     * Ends a leased entry. The report, if any, is written in the same transaction unless its key is known: both or neither, and
     * once. What was not delivered is a {@linkplain #deadLetters() dead letter} then. A stage that fails leaves the entry leased; the
     * holder completes it again.
     *
     * @param reason in words, for the operator
     */
    CompletionStage<Completion> complete(
            Entry entry, Ending ending, String reason, Instant now, Optional<Draft> report);

    /** What was given up. */
    DeadLetters deadLetters();

    /** What waits for the recipient's next attempt is due now. */
    void hurry(Direction direction, String recipient, Instant now);

    /** All that wait for their next attempt are due now: for the clock was set back, and their times are of before that. */
    void hurryAll(Direction direction, Instant now);

    /** When the earliest entry that is not leased is due. */
    Optional<Instant> nextDue(Direction direction);

    /** Entries that have not ended, leased ones too. Any thread. */
    int pending();

    /** Whether so many writes wait that not even a copy of what was accepted would be known. On any thread. */
    boolean isJammed();

    /**
     * Looks after what is this gateway's, where several share the outbox: to be called each second, for without it nothing is this
     * gateway's after some.
     *
     * @return how many entries it has got, from gateways that are gone or handed over by others
     */
    default CompletionStage<Integer> tend(Instant now) {
        return CompletableFuture.completedFuture(0);
    }

    /** Takes what other gateways have handed over to this one; says how much. */
    default CompletionStage<Integer> gather() {
        return CompletableFuture.completedFuture(0);
    }

    /**
     * Leaves all to the other gateways that share it, if any do. Leases nothing any more.
     *
     * @param atPeace nothing was under way
     */
    default CompletionStage<Void> leave(boolean atPeace) {
        return CompletableFuture.completedFuture(null);
    }

    /** Forgets ended entries whose key need not be known any more, and dead letters beyond their number or time. */
    void purge(Instant now);
}
