package io.pigw.runtime;

import io.pigw.runtime.identity.Verifiers;
import io.pigw.runtime.loop.Loops;
import io.pigw.runtime.metrics.Metrics;
import io.pigw.runtime.renewal.Renewals;
import io.pigw.runtime.revocation.Revocations;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.trace.WireTap;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;

/**
 * What the nodes of one process share. Every composition root is given one and leaves it open; whoever made it closes it
 * after them.
 *
 * @param loops event loops
 * @param metrics meters
 * @param clock the time of day
 * @param random unpredictable; safe on any thread
 * @param databases open databases
 * @param verifiers validated certificates by trust root
 * @param renewals renews the nodes' certificates
 * @param revocations which of them have been revoked
 * @param tap sees what nodes send and receive
 */
public record Environment(
        Loops loops,
        Metrics metrics,
        InstantSource clock,
        SecureRandom random,
        Databases databases,
        Verifiers verifiers,
        Renewals renewals,
        Revocations revocations,
        WireTap tap)
        implements AutoCloseable {

    /**
     * The real one.
     *
     * @param loopThreads event loops, 1 to 1024
     */
    public static Environment create(int loopThreads) {
        return create(loopThreads, Clock.systemUTC());
    }

    /** As {@link #create(int)} with another time of day. */
    public static Environment create(int loopThreads, InstantSource clock) {
        Loops loops = Loops.open(loopThreads);
        Metrics metrics = new Metrics();
        SecureRandom random = new SecureRandom();
        Verifiers verifiers = new Verifiers(clock);
        return new Environment(
                loops,
                metrics,
                clock,
                random,
                new Databases(),
                verifiers,
                new Renewals(clock, random, metrics, verifiers, loops),
                new Revocations(loops, metrics, clock, random),
                WireTap.NONE);
    }

    /** The same with a tap. */
    public Environment withTap(WireTap other) {
        return new Environment(loops, metrics, clock, random, databases, verifiers, renewals, revocations, other);
    }

    /** Stops the loops, then shuts down what databases are still open. Blocks. Not on a loop. */
    @Override
    public void close() {
        renewals.close();
        revocations.close();
        loops.close();
        databases.close();
        metrics.close();
    }
}
