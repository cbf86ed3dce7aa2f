package io.pigw.enrollment.est;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long one may wait for a turn. */
class TurnsTest {

    private static final long LONG = 60_000;

    private final AtomicLong nanos = new AtomicLong();
    private volatile long step;
    private final Turns turns = new Turns(1, () -> nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(step)));

    @Test
    void whoFindsAFreeTurnWaitsForNone() throws InterruptedException {
        assertThat(turns.take(Turns.Kind.FIRST, true, 0, _ -> "done")).contains("done");
    }

    /** The lane, the first ones' turns and all turns have one time together. */
    @Test
    @Timeout(30)
    void theTimeIsForAllGatesTogether() throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread holder = Thread.ofVirtual().start(() -> hold(taken, end));
        taken.await();

        step = LONG;
        Optional<String> late = turns.take(Turns.Kind.FIRST, true, LONG, _ -> "done");

        assertThat(late).as("nothing was left at the second gate").isEmpty();
        end.countDown();
        holder.join();
        assertThat(turns.take(Turns.Kind.FIRST, true, LONG, _ -> "done"))
                .as("what was given up holds no gate")
                .contains("done");
    }

    /** Whoever has waited for its turn does not wait as long again for the next. */
    @Test
    @Timeout(30)
    void aQuestionAsideGivesNoNewTime() throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        step = LONG;

        Optional<Optional<String>> answer = turns.take(
                Turns.Kind.FIRST,
                false,
                LONG,
                turn -> turn.aside(() -> {
                    Thread.ofVirtual().start(() -> hold(taken, end));
                    taken.await();
                    return "asked";
                }));

        assertThat(answer).as("another is at work, and no time is left").contains(Optional.empty());
        end.countDown();
    }

    private void hold(CountDownLatch taken, CountDownLatch end) {
        try {
            turns.take(Turns.Kind.FIRST, false, LONG, _ -> {
                taken.countDown();
                end.await();
                return "held";
            });
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
