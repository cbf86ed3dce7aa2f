package io.pigw.sos;

import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.sos.Sentence;
import io.pigw.runtime.store.Write;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers durably which sentences the enrollment server has answered, so that a node is not proposed again by who takes over: an
 * operator may have let it back in meanwhile. What cannot be read or stored is tried again. On the node's thread.
 */
final class Answers {

    /** From one attempt to the next. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    /** To store an answer; then it is given up. */
    static final int MAX_ATTEMPTS = 30;

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final Writer writer;
    private final InstantSource clock;
    private final Scheduler scheduler;

    /** Has something done in the database. */
    @FunctionalInterface
    interface Writer {
        /** Completes on the node's thread once it is durable, or fails. */
        <T> CompletableFuture<T> submit(Write<T> write);
    }

    Answers(Writer writer, InstantSource clock, Scheduler scheduler) {
        this.writer = writer;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** The sentence was answered; it may be stored a moment later itself. */
    void note(Sentence sentence) {
        note(sentence, MAX_ATTEMPTS);
    }

    private void note(Sentence sentence, int attempts) {
        var _ = writer.submit(statements -> AnsweredSentences.note(statements, sentence, clock.instant()))
                .whenComplete((stored, failure) -> {
                    if (failure == null && stored) {
                        return;
                    }
                    if (attempts > 1) {
                        var _ = scheduler.schedule(PAUSE, () -> note(sentence, attempts - 1));
                        return;
                    }
                    LOG.atWarn()
                            .setCause(failure)
                            .addKeyValue("node", sentence.condemned().node())
                            .log("What the enrollment server answered could not be stored: after a restart the node"
                                    + " may be proposed again");
                });
    }

    /**
     * Finds the sentences that were not answered.
     *
     * @param inForce asked at each attempt
     * @param then gets them, in their order, once they are known
     */
    void unanswered(Supplier<List<Sentence>> inForce, Consumer<List<Sentence>> then) {
        List<Sentence> all = inForce.get();
        if (all.isEmpty()) {
            return;
        }
        var _ = writer.submit(statements -> AnsweredSentences.without(statements, all))
                .whenComplete((found, failure) -> {
                    if (failure == null) {
                        then.accept(found);
                    } else {
                        LOG.atWarn()
                                .setCause(failure)
                                .log("Which condemned nodes are still to be proposed for exclusion could not be read;"
                                        + " it is tried again");
                        var _ = scheduler.schedule(PAUSE, () -> unanswered(inForce, then));
                    }
                });
    }
}
