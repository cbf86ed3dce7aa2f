package io.pigw.simulation.network;

import io.pigw.p2psip.NodeId;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Independent random generators from one seed. */
public final class Seeds {

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private Seeds() {}

    /** The generator for a named purpose. */
    public static RandomGenerator generator(long seed, String purpose) {
        return FACTORY.create(mix(seed, purpose.hashCode()));
    }

    /** The generator of a node for a named purpose. */
    public static RandomGenerator generator(long seed, String purpose, NodeId node) {
        return FACTORY.create(mix(mix(mix(seed, purpose.hashCode()), node.high()), node.low()));
    }

    /** A number that depends on both, evenly. */
    static long mix(long a, long b) {
        long z = a * 0x9E3779B97F4A7C15L + b + 0x632BE59BD9B4E019L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
