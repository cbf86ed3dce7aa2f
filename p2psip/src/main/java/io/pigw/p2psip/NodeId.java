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

    /** Long division by 10^9 in limbs of 32 bits: five times for 39 digits. */
    private static final long DIVISOR = 1_000_000_000;

    private static final int DIVISION_DIGITS = 9;
    private static final int DIVISIONS = 5;
    private static final long LIMB = 0xffff_ffffL;

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
        long high = 0;
        long low = 0;
        for (int start = 0, end; start < length; start = end) {
            end = Math.min(length, start + LONG_DIGITS);
            long power = 1;
            long digits = 0;
            for (int i = start; i < end; i++) {
                int digit = text.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    throw new IllegalArgumentException("node ID holds something other than decimal digits");
                }
                power *= 10;
                digits = 10 * digits + digit;
            }
            long carry = Math.unsignedMultiplyHigh(low, power);
            low = low * power + digits;
            carry += Long.compareUnsigned(low, digits) < 0 ? 1 : 0;
            long shifted = high * power;
            if (Math.unsignedMultiplyHigh(high, power) != 0 || Long.compareUnsigned(shifted + carry, shifted) < 0) {
                throw new IllegalArgumentException("node ID is 2^128 or more");
            }
            high = shifted + carry;
        }
        return new NodeId(high, low);
    }

    /** Whether the text looks like a node ID: decimal digits alone. It may still be out of range. */
    public static boolean isDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
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
        if (high == 0 && low >= 0) {
            return Long.toString(low);
        }
        long[] limbs = {high >>> 32, high & LIMB, low >>> 32, low & LIMB};
        char[] digits = new char[DIVISIONS * DIVISION_DIGITS];
        for (int end = digits.length; end > 0; end -= DIVISION_DIGITS) {
            long rest = 0;
            for (int i = 0; i < limbs.length; i++) {
                long dividend = rest << 32 | limbs[i];
                limbs[i] = dividend / DIVISOR;
                rest = dividend % DIVISOR;
            }
            for (int i = end - 1; i >= end - DIVISION_DIGITS; i--) {
                digits[i] = (char) ('0' + rest % 10);
                rest /= 10;
            }
        }
        int first = 0;
        while (digits[first] == '0') {
            first++;
        }
        return new String(digits, first, digits.length - first);
    }

    private static BigInteger unsigned(long word) {
        return new BigInteger(Long.toUnsignedString(word));
    }
}
