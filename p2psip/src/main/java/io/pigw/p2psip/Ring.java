package io.pigw.p2psip;

import java.util.random.RandomGenerator;

/**
 * Arithmetic modulo 2^bits on the Chord ring (Stoica et al., 2003, §IV). Clockwise is towards greater IDs.
 *
 * @param bits the ring's size as a power of two, 1 to 128; the paper's ring has 11
 */
public record Ring(int bits) {

    /** The largest ring. */
    public static final int MAX_BITS = 128;

    /** Checks the number of bits. */
    public Ring {
        if (bits < 1 || bits > MAX_BITS) {
            throw new IllegalArgumentException("ring bits must be 1 to " + MAX_BITS + ", not " + bits);
        }
    }

    /** Whether the ID lies in this ring. */
    public boolean contains(NodeId id) {
        return id.equals(truncate(id.high(), id.low()));
    }

    /** {@code from + 2^exponent}: the start of a finger's interval. */
    public NodeId plusPowerOfTwo(NodeId from, int exponent) {
        if (exponent < 0 || exponent >= bits) {
            throw new IllegalArgumentException("exponent must be 0 to " + (bits - 1) + ", not " + exponent);
        }
        long addLow = exponent < Long.SIZE ? 1L << exponent : 0;
        long addHigh = exponent < Long.SIZE ? 0 : 1L << (exponent - Long.SIZE);
        long low = from.low() + addLow;
        long carry = Long.compareUnsigned(low, addLow) < 0 ? 1 : 0;
        return truncate(from.high() + addHigh + carry, low);
    }

    /** Steps clockwise from one ID to another, 0 when they are the same. */
    public NodeId distance(NodeId from, NodeId to) {
        long low = to.low() - from.low();
        long borrow = Long.compareUnsigned(to.low(), from.low()) < 0 ? 1 : 0;
        return truncate(to.high() - from.high() - borrow, low);
    }

    /** Whether {@code id} lies clockwise strictly between the two; for equal ends, anywhere but there. */
    public boolean isBetween(NodeId id, NodeId afterExclusive, NodeId beforeExclusive) {
        return !id.equals(afterExclusive)
                && !id.equals(beforeExclusive)
                && isInArc(id, afterExclusive, beforeExclusive);
    }

    /** Whether {@code id} lies in [from, to) clockwise; for equal ends, the whole ring. */
    public boolean isInArc(NodeId id, NodeId fromInclusive, NodeId toExclusive) {
        return fromInclusive.equals(toExclusive)
                || distance(fromInclusive, id).compareTo(distance(fromInclusive, toExclusive)) < 0;
    }

    /** Whether {@code id} lies in (after, upTo] clockwise; for equal ends, the whole ring. */
    public boolean isInSuccessorInterval(NodeId id, NodeId afterExclusive, NodeId upToInclusive) {
        return id.equals(upToInclusive) || isBetween(id, afterExclusive, upToInclusive);
    }

    /** The number modulo the ring's size. */
    public NodeId reduce(NodeId number) {
        return truncate(number.high(), number.low());
    }

    /** An ID drawn evenly from the ring. */
    public NodeId random(RandomGenerator random) {
        return truncate(random.nextLong(), random.nextLong());
    }

    private NodeId truncate(long high, long low) {
        if (bits <= Long.SIZE) {
            return new NodeId(0, bits == Long.SIZE ? low : low & ((1L << bits) - 1));
        }
        return new NodeId(bits == MAX_BITS ? high : high & ((1L << (bits - Long.SIZE)) - 1), low);
    }
}
