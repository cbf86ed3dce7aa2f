package io.pigw.simulation.network;

import io.pigw.p2psip.NodeId;
import java.util.random.RandomGenerator;

/**
 * One-way delays: a base for each pair of nodes, the same in both directions, and jitter for each message.
 *
 * @param minNanos the shortest base
 * @param maxNanos the longest base
 * @param jitter the greatest share of the base that is added, 0 to 1
 */
public record Latency(long minNanos, long maxNanos, double jitter) {

    /** Links within a country: 1 to 10 ms, up to a tenth more. */
    public static final Latency REGIONAL = new Latency(1_000_000, 10_000_000, 0.1);

    /** Checks the ranges. */
    public Latency {
        if (minNanos < 1 || maxNanos < minNanos || !(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("a latency has 0 < min <= max and a jitter of 0 to 1");
        }
    }

    long base(long seed, NodeId one, NodeId other) {
        NodeId low = one.compareTo(other) <= 0 ? one : other;
        NodeId high = one.compareTo(other) <= 0 ? other : one;
        long mixed = Seeds.mix(Seeds.mix(seed, Seeds.mix(low.high(), low.low())), Seeds.mix(high.high(), high.low()));
        return minNanos + Math.floorMod(mixed, maxNanos - minNanos + 1);
    }

    long withJitter(long base, RandomGenerator random) {
        return base + (long) (base * jitter * random.nextDouble());
    }
}
