package io.pigw.sos;

import static io.pigw.sos.Samples.NOON;
import static io.pigw.sos.Samples.sentence;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.sos.Sentence;
import io.pigw.runtime.store.Write;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of answers while the database, played here, has none. */
class AnswersTest implements Scheduler {

    private static final Sentence SENTENCE = sentence(1, NOON);

    private final ArrayDeque<CompletableFuture<?>> writes = new ArrayDeque<>();
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();
    private final List<Sentence> found = new ArrayList<>();
    private final Answers answers = new Answers(
            new Answers.Writer() {
                @Override
                public <T> CompletableFuture<T> submit(Write<T> write) {
                    CompletableFuture<T> result = new CompletableFuture<>();
                    writes.add(result);
                    return result;
                }
            },
            () -> NOON,
            this);

    @Test
    void anAnswerIsStoredOnceItsSentenceIs() {
        answers.note(SENTENCE);
        complete(false);
        later.remove().run();
        fail();
        later.remove().run();

        complete(true);

        assertThat(later).isEmpty();
        assertThat(writes).isEmpty();
    }

    @Test
    void anAnswerThatCannotBeStoredIsGivenUp() {
        answers.note(SENTENCE);
        for (int i = 1; i < Answers.MAX_ATTEMPTS; i++) {
            fail();
            later.remove().run();
        }

        fail();

        assertThat(later).isEmpty();
    }

    @Test
    void whatWasNotAnsweredIsReadUntilItIsKnown() {
        answers.unanswered(() -> List.of(SENTENCE), found::addAll);
        fail();
        assertThat(found).isEmpty();
        later.remove().run();

        complete(List.of(SENTENCE));

        assertThat(found).containsExactly(SENTENCE);
    }

    @Test
    void nothingIsReadWhereNobodyIsCondemned() {
        answers.unanswered(List::of, found::addAll);

        assertThat(writes).isEmpty();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        later.add(task);
        return () -> {};
    }

    @SuppressWarnings("unchecked")
    private void complete(Object result) {
        ((CompletableFuture<Object>) writes.remove()).complete(result);
    }

    private void fail() {
        writes.remove().completeExceptionally(new IllegalStateException("away"));
    }
}
