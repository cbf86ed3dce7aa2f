package io.pigw.p2psip;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Randomness that is the same in each run. */
public final class Seeded {

    private Seeded() {}

    /** A generator of the given seed. */
    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** A number of 0 to 2^bits - 1. Every fourth lies near one of the ends, where carries are. */
    static BigInteger number(int bits, RandomGenerator random) {
        BigInteger size = BigInteger.TWO.pow(bits);
        BigInteger small = BigInteger.valueOf(random.nextInt(3));
        byte[] bytes = new byte[17];
        random.nextBytes(bytes);
        return switch (random.nextInt(8)) {
            case 0 -> small.mod(size);
            case 1 -> small.negate().mod(size);
            default -> new BigInteger(1, bytes).mod(size);
        };
    }
}
