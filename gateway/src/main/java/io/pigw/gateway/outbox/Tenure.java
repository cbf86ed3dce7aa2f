package io.pigw.gateway.outbox;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Which of the outbox's messages are this gateway's to deliver. On the owner's loop. */
interface Tenure {

    /** All of them, always. */
    Tenure SOLE = new Tenure() {};

    /** Whether the payload's part is this gateway's. */
    default boolean holds(Payload payload) {
        return true;
    }

    /** Whether anything is, at that time. */
    default boolean isHeld(Instant now) {
        return true;
    }

    /** The lease with what shows that it is one. */
    default Lease fenced(Lease lease) {
        return lease;
    }

    /** Was accepted here, and is another gateway's to deliver. */
    default void handedOver(Entry entry) {
        throw new IllegalStateException("there is no other gateway");
    }

    /** As {@link Outbox#tend}. */
    default CompletionStage<Integer> tend(Instant now) {
        return CompletableFuture.completedFuture(0);
    }

    /** As {@link Outbox#gather}. */
    default CompletionStage<Integer> gather() {
        return CompletableFuture.completedFuture(0);
    }

    /** As {@link Outbox#leave}. */
    default CompletionStage<Void> leave(boolean atPeace) {
        return CompletableFuture.completedFuture(null);
    }
}
