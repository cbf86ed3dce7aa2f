package io.pigw.overlay.opinion;

import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Things to be reported, gathered for a while and reported together, one report at a time. A report that was not taken is made again,
 * not before its time. What does not fit is dropped: reports steer, and nothing depends on one of them.
 *
 * @param <T> what is reported
 */
final class Batch<T> {

    /** From a report that was not taken to the next. */
    static final Duration REST = Duration.ofSeconds(20);

    private final Scheduler scheduler;
    private final int most;
    private final int mostWaiting;
    private final BiConsumer<List<T>, Consumer<List<T>>> report;
    private final Map<T, Duration> waiting = new LinkedHashMap<>();
    private final Set<Duration> timers = new HashSet<>();
    private boolean reporting;
    private boolean due;
    private boolean resting;

    /**
     * An empty one.
     *
     * @param most of one report
     * @param mostWaiting beyond which the rest is dropped
     * @param report brings them, and says when that is over, and which of them are to be brought again
     */
    Batch(Scheduler scheduler, int most, int mostWaiting, BiConsumer<List<T>, Consumer<List<T>>> report) {
        this.scheduler = scheduler;
        this.most = most;
        this.mostWaiting = mostWaiting;
        this.report = report;
    }

    /**
     * Adds one. Whether it was added: there was room, and it was not waiting already.
     *
     * @param delay to its report at the latest
     */
    boolean add(T one, Duration delay) {
        if (waiting.size() >= mostWaiting || waiting.putIfAbsent(one, delay) != null) {
            return false;
        }
        if (waiting.size() >= most) {
            flush();
        } else {
            flushAfter(delay);
        }
        return true;
    }

    private void flushAfter(Duration delay) {
        if (timers.add(delay)) {
            var _ = scheduler.schedule(delay, () -> {
                timers.remove(delay);
                flush();
            });
        }
    }

    private void flush() {
        if (reporting || resting) {
            due = true;
            return;
        }
        if (waiting.isEmpty()) {
            return;
        }
        reporting = true;
        List<T> next = waiting.keySet().stream().limit(most).toList();
        next.forEach(waiting::remove);
        report.accept(next, again -> {
            reporting = false;
            if (again.isEmpty()) {
                goOn();
            } else {
                comeAgain(again);
            }
        });
    }

    private void comeAgain(List<T> notTaken) {
        notTaken.stream()
                .limit(Math.max(0, mostWaiting - waiting.size()))
                .forEach(one -> waiting.putIfAbsent(one, REST));
        resting = true;
        var _ = scheduler.schedule(REST, () -> {
            resting = false;
            due = true;
            goOn();
        });
    }

    private void goOn() {
        boolean again = due;
        due = false;
        if (again || waiting.size() >= most) {
            flush();
        } else {
            waiting.values().stream().min(Comparator.naturalOrder()).ifPresent(this::flushAfter);
        }
    }
}
