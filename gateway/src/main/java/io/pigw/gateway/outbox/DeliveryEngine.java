package io.pigw.gateway.outbox;

import io.pigw.overlay.port.Scheduler;
import io.pigw.runtime.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes what is due from the outbox, one direction of it, and sees it to its end: delivered, refused, or expired. Passive: all
 * of it on the owner's loop.
 */
public final class DeliveryEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryEngine.class);

    /** How long a completion that the store did not take waits for its next try. */
    static final Duration COMPLETION_RETRY = Duration.ofMillis(200);

    /** A clock that is so far behind the time that has passed was set back. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(1);

    private final Direction direction;
    private final Outbox outbox;
    private final Carrier carrier;
    private final ReportWriter reports;
    private final RetryPolicy retries;
    private final int maxInFlight;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final DeliveryListener listener;

    private int inFlight;
    private boolean closed;
    private boolean draining;
    private boolean pumping;
    private @Nullable Instant wakeAt;
    private Scheduler.@Nullable Cancellable wake;

    /**
     * An engine that does nothing before {@link #pump()}.
     *
     * @param retries when to try again
     * @param maxInFlight attempts at a time, 1 or more; what is due beyond them waits in the outbox
     */
    public DeliveryEngine(
            Direction direction,
            Outbox outbox,
            Carrier carrier,
            ReportWriter reports,
            RetryPolicy retries,
            int maxInFlight,
            Timing timing,
            DeliveryListener listener) {
        this.direction = direction;
        this.outbox = outbox;
        this.carrier = carrier;
        this.reports = reports;
        this.retries = retries;
        this.maxInFlight = maxInFlight;
        this.scheduler = timing.scheduler();
        this.clock = timing.clock();
        this.random = timing.random();
        this.listener = listener;
    }

    /**
     * Where time and chance come from.
     *
     * @param scheduler of the owner's loop
     */
    public record Timing(Scheduler scheduler, InstantSource clock, RandomGenerator random) {}

    /** Starts what is due, now and whenever something becomes due. Call it when an entry was stored. */
    public void pump() {
        if (closed || draining || pumping) {
            return;
        }
        pumping = true;
        try {
            while (inFlight < maxInFlight) {
                var due = outbox.lease(direction, clock.instant(), maxInFlight - inFlight);
                if (due.isEmpty()) {
                    break;
                }
                inFlight += due.size();
                due.forEach(this::start);
            }
        } finally {
            pumping = false;
        }
        planWake();
    }

    /** What waits for the recipient's next attempt, for it was not there before, is tried now. */
    public void hurry(String recipient) {
        outbox.hurry(direction, recipient, clock.instant());
        pump();
    }

    private void start(Lease lease) {
        Entry entry = lease.entry();
        if (lease.forlorn()) {
            giveUp(entry, Ending.EXPIRED, "its time was over before its turn came");
            return;
        }
        carrier.attempt(lease, attempt -> {
            if (closed) {
                return;
            }
            switch (attempt) {
                case Attempt.Delivered _ -> complete(entry, Ending.DELIVERED, "", Fate.DELIVERED);
                case Attempt.Refused refused ->
                    giveUp(entry.with(entry.progress().after(refused)), Ending.REFUSED, refused.reason());
                case Attempt.Unfinished unfinished -> later(entry, unfinished);
            }
        });
    }

    private void later(Entry entry, Attempt.Unfinished attempt) {
        Instant now = clock.instant();
        Duration backOff = retries.delay(entry.progress().attempts() + 1, random);
        Duration delay = backOff.compareTo(attempt.notBefore()) < 0 ? attempt.notBefore() : backOff;
        Entry further = entry.with(entry.progress().after(attempt, now.plus(delay)));
        if (further.progress().nextAttempt().isAfter(entry.draft().expiresAt())) {
            giveUp(further, Ending.EXPIRED, attempt.reason());
            return;
        }
        LOG.atDebug()
                .addKeyValue("callId", entry.payload().callId())
                .addKeyValue("attempts", further.progress().attempts())
                .addKeyValue("delayMillis", delay.toMillis())
                .addKeyValue("reason", attempt.reason())
                .log("delivery is tried again");
        boolean nowReached = further.progress().reached() && !entry.progress().reached();
        outbox.defer(further, nowReached ? report(further, Fate.DELIVERED) : Optional.empty())
                .thenAccept(report -> {
                    if (!closed) {
                        report.ifPresent(written -> listener.onReport(written, Fate.DELIVERED));
                    }
                });
        listener.onRetry(further);
        finished();
    }

    private void giveUp(Entry entry, Ending ending, String reason) {
        boolean reached = entry.progress().reached();
        LOG.atInfo()
                .addKeyValue("callId", entry.payload().callId())
                .addKeyValue("direction", direction)
                .addKeyValue("attempts", entry.progress().attempts())
                .addKeyValue("uncertain", entry.progress().uncertain())
                .addKeyValue("reason", reason)
                .log(reached ? "some devices were not reached" : "message was not delivered");
        Fate undelivered = entry.progress().uncertain() ? Fate.UNCONFIRMED : Fate.UNREACHABLE;
        complete(entry, reached ? Ending.DELIVERED : ending, reason, reached ? Fate.DELIVERED : undelivered);
    }

    private Optional<Draft> report(Entry entry, Fate fate) {
        return entry.payload().isNotice() ? Optional.empty() : reports.reportOf(entry, fate, clock.instant());
    }

    private void complete(Entry entry, Ending ending, String reason, Fate fate) {
        complete(entry, ending, reason, fate, report(entry, fate));
    }

    private void complete(Entry entry, Ending ending, String reason, Fate fate, Optional<Draft> report) {
        Instant now = clock.instant();
        outbox.complete(entry, ending, reason, now, report).whenComplete((completion, failure) -> {
            if (closed) {
                return;
            }
            if (failure != null) {
                LOG.atLevel(StoreUnavailableException.isWhy(failure) ? Level.DEBUG : Level.WARN)
                        .setCause(failure)
                        .addKeyValue("callId", entry.payload().callId())
                        .log("the end of a delivery could not be written yet");
                scheduler.schedule(COMPLETION_RETRY, () -> {
                    if (!closed) {
                        complete(entry, ending, reason, fate, report);
                    }
                });
                return;
            }
            if (completion.ended()) {
                listener.onEnd(entry, ending, Duration.between(entry.draft().acceptedAt(), now));
            }
            completion.report().ifPresent(written -> listener.onReport(written, fate));
            finished();
        });
    }

    private void finished() {
        inFlight--;
        pump();
    }

    private void planWake() {
        if (closed || draining || inFlight >= maxInFlight) {
            return;
        }
        Optional<Instant> next = outbox.nextDue(direction);
        if (next.isEmpty() || next.get().equals(wakeAt)) {
            return;
        }
        if (wake != null) {
            wake.cancel();
        }
        Duration delay = Duration.between(clock.instant(), next.get());
        wakeAt = next.get();
        Instant planned = wakeAt;
        wake = scheduler.schedule(delay.isNegative() ? Duration.ZERO : delay, () -> {
            wakeAt = null;
            wake = null;
            if (clock.instant().plus(CLOCK_STEP).isBefore(planned)) {
                outbox.hurryAll(direction, clock.instant());
            }
            pump();
        });
    }

    /** Starts nothing any more. What is under way is seen to its end. */
    public void drain() {
        draining = true;
        cancelWake();
    }

    /** Attempts under way, and ends that are not on disk yet. */
    public int inFlight() {
        return inFlight;
    }

    private void cancelWake() {
        if (wake != null) {
            wake.cancel();
        }
    }

    /** Starts nothing any more. What is under way ends without effect and is tried again after the next start. */
    @Override
    public void close() {
        closed = true;
        cancelWake();
    }
}
