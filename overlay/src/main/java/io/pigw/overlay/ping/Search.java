package io.pigw.overlay.ping;

import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The search for one node: a volley of copies and, when no answer came in a share of the time, a second one by other ways.
 * Each volley is a ping of its own, with its own nonce; the first answer to either ends both.
 *
 * <pre>
 *   FIRST --no answer in time, or no way--> BOTH --located, or both out of time--> ENDED
 *   FIRST --located--> ENDED
 * </pre>
 */
final class Search {

    private final Scheduler scheduler;
    private final Duration patience;
    private final Supplier<Optional<Multicast>> second;
    private final Consumer<Multicast> ended;
    private final Consumer<PingOutcome> then;
    private final List<Multicast> running = new ArrayList<>();
    private PingOutcome.Reason reason = PingOutcome.Reason.NO_ROUTE;
    private boolean secondBegan;
    private boolean over;
    private Scheduler.@Nullable Cancellable timer;

    /**
     * @param patience how long the first volley is alone
     * @param second makes the second volley, if there is one
     * @param ended told of each volley that need not be matched with answers any longer
     * @param then called once
     */
    Search(
            Scheduler scheduler,
            Duration patience,
            Supplier<Optional<Multicast>> second,
            Consumer<Multicast> ended,
            Consumer<PingOutcome> then) {
        this.scheduler = scheduler;
        this.patience = patience;
        this.second = second;
        this.ended = ended;
        this.then = then;
    }

    /** Begins; without a first volley with the second. */
    void start(Optional<Multicast> first) {
        if (first.isPresent()) {
            timer = scheduler.schedule(patience, this::beginSecond);
            begin(first.get());
        } else {
            beginSecond();
        }
    }

    private void beginSecond() {
        if (secondBegan || over) {
            return;
        }
        secondBegan = true;
        cancelTimer();
        second.get().ifPresent(this::begin);
        endIfNothingRuns();
    }

    private void begin(Multicast volley) {
        running.add(volley);
        volley.start(outcome -> onOutcome(volley, outcome));
    }

    private void onOutcome(Multicast volley, PingOutcome outcome) {
        running.remove(volley);
        ended.accept(volley);
        switch (outcome) {
            case PingOutcome.Located _ -> end(outcome);
            case PingOutcome.NotFound(PingOutcome.Reason why) -> {
                if (why != PingOutcome.Reason.NO_ROUTE) {
                    reason = why;
                }
                beginSecond();
                endIfNothingRuns();
            }
        }
    }

    private void endIfNothingRuns() {
        if (running.isEmpty() && secondBegan) {
            end(new PingOutcome.NotFound(reason));
        }
    }

    private void end(PingOutcome outcome) {
        if (over) {
            return;
        }
        over = true;
        cancelTimer();
        running.forEach(volley -> {
            volley.stop();
            ended.accept(volley);
        });
        running.clear();
        then.accept(outcome);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
