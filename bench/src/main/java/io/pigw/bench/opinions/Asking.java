package io.pigw.bench.opinions;

import io.netty.channel.EventLoop;
import io.pigw.bench.load.Pace;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.TrustMessage.OpinionResponse;
import io.pigw.runtime.net.P2psipEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Questions for some time, in turns over all links: asking, until its time is over → waiting for the last answers → ended. On the askers' loop. */
final class Asking {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long LONGEST = 2 * TIMEOUT.toNanos();
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final EventLoop loop;
    private final List<P2psipEndpoint> askers;
    private final NodeContact server;
    private final KnownNodes nodes;
    private final Pace pace;
    private final Duration length;
    private final Consumer<Answers> then;
    private final Histogram latencies = new Histogram(1, LONGEST, 3);
    private long startNanos;
    private long endNanos;
    private long asked;
    private long waiting;
    private long inTime;
    private long failed;
    private boolean asking;

    /**
     * What came of them.
     *
     * @param nanos how long questions were asked
     * @param inTime answered before the end
     * @param failed not answered, or refused
     * @param latencies in nanoseconds, since each was due
     */
    record Answers(long nanos, long inTime, long failed, Histogram latencies) {}

    Asking(
            EventLoop loop,
            List<P2psipEndpoint> askers,
            NodeContact server,
            KnownNodes nodes,
            Pace pace,
            Duration length,
            Consumer<Answers> then) {
        this.loop = loop;
        this.askers = List.copyOf(askers);
        this.server = server;
        this.nodes = nodes;
        this.pace = pace;
        this.length = length;
        this.then = then;
    }

    void begin() {
        startNanos = System.nanoTime();
        endNanos = startNanos + length.toNanos();
        asking = true;
        switch (pace) {
            case Pace.Window(int size) -> {
                for (int i = 0; i < size; i++) {
                    ask(System.nanoTime());
                }
            }
            case Pace.Rate(int perSecond) -> tick(perSecond);
        }
        var _ = loop.schedule(this::stop, length.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void tick(int perSecond) {
        if (!asking) {
            return;
        }
        askDue(perSecond);
        long next = startNanos + asked * NANOS_PER_SECOND / perSecond - System.nanoTime();
        var _ = loop.schedule(() -> tick(perSecond), Math.max(next, SHORTEST_PAUSE_NANOS), TimeUnit.NANOSECONDS);
    }

    private void askDue(int perSecond) {
        long due = (Math.min(System.nanoTime(), endNanos) - startNanos) * perSecond / NANOS_PER_SECOND;
        while (asked < due) {
            ask(startNanos + asked * NANOS_PER_SECOND / perSecond);
        }
    }

    private void ask(long dueNanos) {
        P2psipEndpoint asker = askers.get((int) (asked % askers.size()));
        asked++;
        waiting++;
        asker.request(server, nodes.question(), TIMEOUT, outcome -> onOutcome(outcome, dueNanos));
    }

    private void onOutcome(Outcome outcome, long dueNanos) {
        long now = System.nanoTime();
        waiting--;
        if (outcome instanceof Outcome.Answered(OpinionResponse _, var _)) {
            latencies.recordValue(Math.clamp(now - dueNanos, 1, LONGEST));
            if (now - endNanos < 0) {
                inTime++;
            }
        } else {
            failed++;
        }
        if (asking && pace instanceof Pace.Window) {
            ask(now);
        } else {
            endIfAnswered();
        }
    }

    private void stop() {
        if (pace instanceof Pace.Rate(int perSecond)) {
            askDue(perSecond); // what a late loop has not asked yet
        }
        asking = false;
        endIfAnswered();
    }

    private void endIfAnswered() {
        if (!asking && waiting == 0) {
            then.accept(new Answers(endNanos - startNanos, inTime, failed, latencies));
        }
    }
}
