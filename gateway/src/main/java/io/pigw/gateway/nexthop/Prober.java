package io.pigw.gateway.nexthop;

import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** Pings hops that have been silent for the interval, and those that are down when they are worth another try. On one loop. */
public final class Prober {

    private static final Duration TICK = Duration.ofSeconds(1);

    /** 20 % to either side. */
    private static final int JITTER_PERCENT = 20;

    private final NextHops hops;
    private final Pinger pinger;
    private final Duration interval;
    private final Executor loop;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final Set<Hop> pinging = new HashSet<>();
    private boolean closed;

    /**
     * A prober of those hops.
     *
     * @param interval above zero
     * @param loop the hops' one
     */
    public Prober(
            NextHops hops,
            Pinger pinger,
            Duration interval,
            Executor loop,
            Scheduler scheduler,
            RandomGenerator random) {
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("the interval must be above zero");
        }
        this.hops = hops;
        this.pinger = pinger;
        this.interval = interval;
        this.loop = loop;
        this.scheduler = scheduler;
        this.random = random;
    }

    /** Begins. On the loop. */
    public void start() {
        if (closed) {
            return;
        }
        hops.due().forEach(this::ping);
        scheduler.schedule(TICK, this::start);
    }

    private void ping(Hop hop) {
        if (pinging.add(hop)) {
            pinger.ping(hop)
                    .thenAccept(report -> loop.execute(() -> {
                        pinging.remove(hop);
                        hops.onPing(hop, report, jittered());
                    }));
        }
    }

    private Duration jittered() {
        int percent = 100 - JITTER_PERCENT + random.nextInt(2 * JITTER_PERCENT + 1);
        return interval.multipliedBy(percent).dividedBy(100);
    }

    /** Pings no more. On the loop. */
    public void close() {
        closed = true;
    }
}
