package io.pigw.p2psip;

import java.math.BigInteger;

/**
 * A node's place in the ring: an unsigned integer of up to 128 bits, written in decimal as in the paper's figures.
 *
 * @param high the upper 64 bits, unsigned
 * @param low the lower 64 bits, unsigned
 */
public record NodeId(long high, long low) implements Comparable<NodeId> {

    /** Decimal digits of 2^128 - 1. */
    public static final int MAX_DIGITS = 39;

    /** Decimal digits that always fit a signed 64-bit integer. */
    private static final int LONG_DIGITS = 18;

    /** The ID of the given non-negative value. */
    public static NodeId of(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("node ID is negative: " + value);
        }
        return new NodeId(0, value);
    }

    /**
     * Reads unsigned decimal digits, without sign or blanks.
     *
     * @throws IllegalArgumentException if the text is not 1 to 39 decimal digits or is 2^128 or more
     */
    public static NodeId parse(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_DIGITS) {
            throw new IllegalArgumentException("node ID has 1 to " + MAX_DIGITS + " decimal digits");
        }
        for (int i = 0; i < length; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new IllegalArgumentException("node ID holds something other than decimal digits");
            }
        }
        if (length <= LONG_DIGITS) {
            return new NodeId(0, Long.parseLong(text));
        }
        BigInteger value = new BigInteger(text);
        if (value.bitLength() > Ring.MAX_BITS) {
            throw new IllegalArgumentException("node ID is 2^128 or more");
        }
        return new NodeId(value.shiftRight(Long.SIZE).longValue(), value.longValue());
    }

    /** Whether the text looks like a node ID: decimal digits alone. It may still be out of range. */
    public static boolean isDecimal(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The value as an unsigned big integer. */
    public BigInteger toBigInteger() {
        return unsigned(high).shiftLeft(Long.SIZE).or(unsigned(low));
    }

    @Override
    public int compareTo(NodeId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** The decimal digits. */
    @Override
    public String toString() {
        return high == 0 && low >= 0 ? Long.toString(low) : toBigInteger().toString();
    }

    private static BigInteger unsigned(long word) {
        return new BigInteger(Long.toUnsignedString(word));
    }
}
