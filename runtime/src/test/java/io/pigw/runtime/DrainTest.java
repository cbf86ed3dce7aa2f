package io.pigw.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DrainTest {

    private static final Duration AT_MOST = Duration.ofMillis(100);

    private record Task(Duration at, Runnable action) {}

    private final List<Task> tasks = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private int underWay;

    @Test
    void whereNothingIsUnderWayItIsOverAtOnce() {
        assertThat(begin(AT_MOST)).isCompletedWithValue(0);
        assertThat(tasks).isEmpty();
    }

    @Test
    void endsSoonAfterTheLastHasEnded() {
        underWay = 2;
        CompletableFuture<Integer> drained = begin(AT_MOST);
        advance(Duration.ofMillis(50));
        underWay = 1;
        advance(Duration.ofMillis(30));
        assertThat(drained).isNotDone();

        underWay = 0;
        advance(Drain.LOOK_EVERY);

        assertThat(drained).isCompletedWithValue(0);
        assertThat(tasks).isEmpty();
    }

    @Test
    void doesNotWaitLongerThanItMay() {
        underWay = 3;
        CompletableFuture<Integer> drained = begin(AT_MOST);

        advance(AT_MOST);

        assertThat(drained).isCompletedWithValue(3);
        advance(AT_MOST);
        assertThat(tasks).isEmpty();
    }

    @Test
    void switchedOffItDoesNotWait() {
        underWay = 3;

        assertThat(begin(Duration.ZERO)).isCompletedWithValue(3);
        assertThat(tasks).isEmpty();
    }

    @Test
    void aWaitIsNeitherNegativeNorEndless() {
        Drain.check(Duration.ZERO);
        Drain.check(Drain.MAX);
        assertThatIllegalArgumentException().isThrownBy(() -> Drain.check(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Drain.check(Drain.MAX.plusMillis(1)));
    }

    private CompletableFuture<Integer> begin(Duration atMost) {
        return Drain.begin(this::schedule, () -> underWay, atMost);
    }

    private Scheduler.Cancellable schedule(Duration delay, Runnable action) {
        Task task = new Task(now.plus(delay), action);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    private void advance(Duration time) {
        Duration end = now.plus(time);
        while (true) {
            Task next = tasks.stream()
                    .filter(task -> task.at().compareTo(end) <= 0)
                    .min((one, other) -> one.at().compareTo(other.at()))
                    .orElse(null);
            if (next == null) {
                break;
            }
            tasks.remove(next);
            now = next.at();
            next.action().run();
        }
        now = end;
    }
}
