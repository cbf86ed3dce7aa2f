package io.pigw.runtime.identity;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * A certificate's serial number (RFC 5280 §4.1.2.2: positive, at most 20 octets), in three words so that it is compared and
 * looked up without anything being allocated.
 *
 * @param high the first 4 octets of 20
 * @param middle the next 8
 * @param low the last 8
 */
public record SerialNumber(int high, long middle, long low) {

    private static final int MAX_BITS = 160;

    /**
     * Of a number.
     *
     * @throws IllegalArgumentException if it is not positive or longer than 20 octets
     */
    public static SerialNumber of(BigInteger number) {
        if (number.signum() <= 0 || number.bitLength() > MAX_BITS) {
            throw new IllegalArgumentException("a serial number is positive and has at most 20 octets");
        }
        return new SerialNumber(
                number.shiftRight(2 * Long.SIZE).intValue(),
                number.shiftRight(Long.SIZE).longValue(),
                number.longValue());
    }

    /** The number. */
    public BigInteger number() {
        ByteBuffer octets = ByteBuffer.allocate(MAX_BITS / Byte.SIZE);
        return new BigInteger(
                1, octets.putInt(high).putLong(middle).putLong(low).array());
    }
}
