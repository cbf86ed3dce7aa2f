package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.NodeContact;
import io.pigw.runtime.identity.Validity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no link that we dialled lives on with a certificate of yesterday: once ours was renewed, or five sixths of
 * the other end's are over, the link is replaced. Whoever accepted a link leaves that to the other end. On the loop alone.
 */
final class LinkRenewal {

    /** Links of one endpoint that are being replaced at once. */
    static final int MAX_AT_ONCE = 16;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final int SIXTHS = 6;
    private static final int RENEWED_BY = 5;
    private static final int JITTER = 60;

    private final EventLoop loop;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final EndpointOptions options;
    private final OwnIdentity self;
    private final LinkPool pool;
    private final Dialler dialler;
    private final IdentityHashMap<Link, Plan> plans = new IdentityHashMap<>();
    private final Set<NodeContact> underWay = new HashSet<>();
    private @Nullable Future<?> timer;
    private boolean closed;

    LinkRenewal(
            EventLoop loop,
            InstantSource clock,
            RandomGenerator random,
            EndpointOptions options,
            OwnIdentity self,
            LinkPool pool,
            Dialler dialler) {
        this.loop = loop;
        this.clock = clock;
        this.random = random;
        this.options = options;
        this.self = self;
        this.pool = pool;
        this.dialler = dialler;
    }

    void start() {
        long nanos = LOOK_EVERY.toNanos();
        timer = loop.scheduleAtFixedRate(this::look, (long) (nanos * random.nextDouble()), nanos, TimeUnit.NANOSECONDS);
    }

    void close() {
        closed = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Replaces what is due, as far as the limit goes. */
    void look() {
        if (closed) {
            return;
        }
        plans.keySet().removeIf(link -> !link.isOpen());
        Instant now = clock.instant();
        for (Link link : pool.all()) {
            if (underWay.size() >= MAX_AT_ONCE) {
                return;
            }
            NodeContact contact = link.dialled();
            if (contact != null && link.isOpen() && link.state() == Link.State.IN_USE && isDue(link, now)) {
                replace(link, contact);
            }
        }
    }

    /** Whether no link is being replaced. */
    boolean isIdle() {
        return underWay.isEmpty();
    }

    /** Links that we dialled and that still show the other end a certificate of ours from before. */
    int outdated() {
        NodeCertificate own = self.certificate();
        return (int) pool.all().stream()
                .filter(link -> link.dialled() != null && !link.own().equals(own))
                .count();
    }

    private boolean isDue(Link link, Instant now) {
        Plan plan = plans.computeIfAbsent(link, _ -> new Plan(dueAt(link.validity(), now)));
        boolean outdated = !link.own().sha256().equals(self.certificate().sha256());
        return plan.mayTry(loop.ticker().nanoTime()) && (outdated || !now.isBefore(plan.due));
    }

    /** Late in its life the other end has renewed, unless it cannot: then again when half of what is left is over. */
    private Instant dueAt(Validity validity, Instant now) {
        Instant due = validity.after(RENEWED_BY, SIXTHS)
                .plusMillis((long) (validity.life().toMillis() / (double) JITTER * random.nextDouble()));
        if (now.isBefore(due)) {
            return due;
        }
        Duration half = validity.left(now).dividedBy(2);
        return now.plus(half.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : half);
    }

    private void replace(Link link, NodeContact contact) {
        if (!underWay.add(contact)) {
            return;
        }
        new Replacement(link, contact, loop, dialler, options.keepAliveTimeout(), random, replaced -> {
                    underWay.remove(contact);
                    Plan plan = plans.get(link);
                    if (!replaced && plan != null) {
                        plan.pauseFrom(loop.ticker().nanoTime());
                    }
                    loop.execute(this::look);
                })
                .begin();
    }

    /** When a link is to be replaced. */
    private static final class Plan {

        private final Instant due;
        private Duration pause = FIRST_PAUSE;
        private boolean hasFailed;
        private long failedAtNanos;
        private Duration waits = Duration.ZERO;

        Plan(Instant due) {
            this.due = due;
        }

        boolean mayTry(long nowNanos) {
            return !hasFailed || nowNanos - failedAtNanos >= waits.toNanos();
        }

        void pauseFrom(long nowNanos) {
            hasFailed = true;
            failedAtNanos = nowNanos;
            waits = pause;
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
        }
    }
}
