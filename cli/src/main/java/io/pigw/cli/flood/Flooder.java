package io.pigw.cli.flood;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.loop.Loops;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import io.pigw.runtime.trace.WireTap;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Sends as much as it is told to, on a thread and a loop of its own, until it is closed. */
final class Flooder implements AutoCloseable {

    private static final int TICKS_PER_SECOND = 100;
    private static final long TICK_NANOS = 1_000_000_000L / TICKS_PER_SECOND;
    /** A connection costs a stranger more than a message. */
    private static final int MESSAGES_OF_A_CONNECTION = 20;

    private final Loops loops = Loops.open(1);
    private final P2psipEndpoint endpoint;
    private final List<NodeContact> targets;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong sent = new AtomicLong();
    private final Random random = new Random(15);
    private final Strangers strangers = new Strangers(random);
    private final InstantSource clock;
    private final Thread thread;

    Flooder(FloodSort sort, int perSecond, NodeIdentity identity, Environment shared, List<NodeContact> targets) {
        this.targets = targets;
        this.clock = shared.clock();
        this.endpoint = P2psipEndpoint.open(
                new Environment(
                        loops,
                        shared.metrics(),
                        shared.clock(),
                        shared.random(),
                        shared.databases(),
                        shared.verifiers(),
                        shared.renewals(),
                        shared.revocations(),
                        WireTap.NONE),
                identity,
                PeerPolicy.of(Role.CSP, Role.PEER),
                EndpointOptions.DEFAULTS);
        this.thread = Thread.ofPlatform().name("flood").start(() -> run(sort, perSecond / TICKS_PER_SECOND));
    }

    long sent() {
        return sent.get();
    }

    private void run(FloodSort sort, int perTick) {
        while (!over.get()) {
            for (NodeContact target : targets) {
                switch (sort) {
                    case NONE -> {}
                    case QUERIES, PINGS, MESSAGES -> {
                        for (int i = 0; i < perTick; i++) {
                            endpoint.send(
                                    target, sort.message(endpoint.certificate(), target, clock.instant(), random));
                            sent.incrementAndGet();
                        }
                    }
                    case GARBAGE, HELLOS, SILENT -> {
                        for (int i = 0; i < Math.max(1, perTick / MESSAGES_OF_A_CONNECTION); i++) {
                            strangers.connect(sort, target.address());
                            sent.incrementAndGet();
                        }
                    }
                }
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    @Override
    public void close() {
        over.set(true);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        strangers.close();
        endpoint.close();
        loops.close();
    }
}
