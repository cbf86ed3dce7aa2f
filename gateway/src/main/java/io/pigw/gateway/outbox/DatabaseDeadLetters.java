package io.pigw.gateway.outbox;

import io.pigw.runtime.store.BatchWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Dead letters in the outbox's database, read and written by its one writer. */
final class DatabaseDeadLetters implements DeadLetters {

    private final BatchWriter writer;
    private final Executor owner;
    private final PayloadCodec codec;
    private final Readmission outbox;

    /** Takes back into the outbox. */
    @FunctionalInterface
    interface Readmission {
        /** Stores the draft, in one transaction with the end of its letter; a duplicate if the letter was gone. */
        CompletionStage<Acceptance> accept(Draft draft, long letter);
    }

    DatabaseDeadLetters(BatchWriter writer, Executor owner, PayloadCodec codec, Readmission outbox) {
        this.writer = writer;
        this.owner = owner;
        this.codec = codec;
        this.outbox = outbox;
    }

    @Override
    public CompletionStage<List<DeadLetter>> page(long after, int max) {
        return writer.submit(owner, statements -> DeadLetterRows.page(statements, codec, after, max));
    }

    @Override
    public CompletionStage<Resend> resend(long id, Instant now, Instant expiresAt) {
        CompletionStage<Optional<DeadLetter>> found =
                writer.submit(owner, statements -> DeadLetterRows.find(statements, codec, id));
        return found.thenCompose(letter -> letter.isEmpty()
                ? CompletableFuture.completedFuture(Resend.UNKNOWN)
                : outbox.accept(draft(letter.get(), now, expiresAt), id).thenApply(DatabaseDeadLetters::outcome));
    }

    private static Draft draft(DeadLetter letter, Instant now, Instant expiresAt) {
        return new Draft(
                letter.key().ofResend(letter.id()), letter.payload().sentAt(now), letter.answer(), now, expiresAt, now);
    }

    private static Resend outcome(Acceptance acceptance) {
        return switch (acceptance) {
            case Acceptance.Stored _ -> Resend.QUEUED;
            case Acceptance.Duplicate _ -> Resend.UNKNOWN;
            case Acceptance.Full _ -> Resend.FULL;
        };
    }

    @Override
    public CompletionStage<Boolean> drop(long id) {
        return writer.submit(owner, statements -> DeadLetterRows.delete(statements, id));
    }
}
