package io.pigw.bench.load;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * One phase of load, on the generator's loop: sending, until its time is over → draining, until all is answered or the patience is at
 * its end → ended.
 */
final class LoadPhase {

    /** How long answers are waited for after the end. */
    static final Duration DRAIN = Duration.ofSeconds(4);

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long LONGEST_LATENCY = 120 * NANOS_PER_SECOND;
    private static final long UPKEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final EventLoop loop;
    private final List<SenderSocket> senders;
    private final AtomicLong numbers;
    private final Plan plan;
    private final LongConsumer acknowledged;
    private final Consumer<LoadResult> then;
    private final Unanswered unanswered = new Unanswered();
    private final Histogram latencies = new Histogram(1, LONGEST_LATENCY, 3);

    private boolean sending;
    private boolean ended;
    private long startNanos;
    private long endNanos;
    private long launched;
    private long sent;
    private long succeeded;
    private long inTime;
    private long refused;
    private long resent;
    private long withheld;
    private long foreign;

    LoadPhase(
            EventLoop loop,
            List<SenderSocket> senders,
            AtomicLong numbers,
            Plan plan,
            LongConsumer acknowledged,
            Consumer<LoadResult> then) {
        this.loop = loop;
        this.senders = senders;
        this.numbers = numbers;
        this.plan = plan;
        this.acknowledged = acknowledged;
        this.then = then;
    }

    /** How and how long. */
    record Plan(Pace pace, Duration length, Transport transport) {}

    void begin() {
        startNanos = System.nanoTime();
        endNanos = startNanos + plan.length().toNanos();
        sending = true;
        switch (plan.pace()) {
            case Pace.Window(int size) -> {
                for (int i = 0; i < size; i++) {
                    launch(i % senders.size(), System.nanoTime());
                }
                senders.forEach(SenderSocket::flush);
            }
            case Pace.Rate(int perSecond) -> tick(perSecond);
        }
        upkeep();
    }

    /** Sends no more, and waits for the answers to what was sent. */
    void stop() {
        if (sending) {
            endNanos = Math.min(endNanos, System.nanoTime());
        }
    }

    private void tick(int perSecond) {
        if (!sending) {
            return;
        }
        launchDue(perSecond);
        senders.forEach(SenderSocket::flush);
        long next = startNanos + launched * NANOS_PER_SECOND / perSecond - System.nanoTime();
        var _ = loop.schedule(() -> tick(perSecond), Math.max(next, SHORTEST_PAUSE_NANOS), TimeUnit.NANOSECONDS);
    }

    private void launchDue(int perSecond) {
        long now = Math.min(System.nanoTime(), endNanos);
        long due = (now - startNanos) * perSecond / NANOS_PER_SECOND;
        while (launched <= due) {
            launch((int) (launched % senders.size()), startNanos + launched * NANOS_PER_SECOND / perSecond);
            launched++;
        }
    }

    private void launch(int sender, long due) {
        long number = numbers.incrementAndGet();
        if (!unanswered.hasRoom(number)) {
            withheld++;
            return;
        }
        long t1 = plan.transport().resendAfter().toNanos();
        unanswered.add(number, sender, due, System.nanoTime() + t1);
        senders.get(sender).write(number);
        sent++;
    }

    void answered(int sender, long number, int status) {
        if (ended || !unanswered.contains(number)) {
            foreign++;
            return;
        }
        if (status < 200) {
            return;
        }
        long now = System.nanoTime();
        if (status < 300) {
            succeeded++;
            acknowledged.accept(number);
            if (now - endNanos < 0) {
                inTime++;
            }
            latencies.recordValue(Math.clamp(now - unanswered.due(number), 1, LONGEST_LATENCY));
        } else {
            refused++;
        }
        unanswered.remove(number);
        if (sending && plan.pace() instanceof Pace.Window) {
            if (now - endNanos < 0) {
                launch(sender, now);
            } else {
                sending = false;
            }
        }
    }

    private void upkeep() {
        long now = System.nanoTime();
        if (now - endNanos >= 0) {
            if (sending && plan.pace() instanceof Pace.Rate(int perSecond)) {
                launchDue(perSecond); // what a late loop has not sent yet
            }
            sending = false;
            if (unanswered.size() == 0 || now - endNanos >= DRAIN.toNanos()) {
                end();
                return;
            }
        }
        unanswered.resendDue(now, plan.transport().resendAfter().toNanos(), (number, sender) -> {
            resent++;
            senders.get(sender).write(number);
        });
        senders.forEach(SenderSocket::flush);
        var _ = loop.schedule(this::upkeep, UPKEEP_NANOS, TimeUnit.NANOSECONDS);
    }

    private void end() {
        ended = true;
        then.accept(new LoadResult(
                endNanos - startNanos,
                sent,
                succeeded,
                inTime,
                refused,
                resent,
                unanswered.size(),
                withheld,
                foreign,
                latencies));
    }
}
