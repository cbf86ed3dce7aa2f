package io.pigw.p2psip;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Names a message end to end. Minted by the originating peer or by the gateway, never copied from SIP.
 *
 * @param value 1 to 128 visible ASCII characters; ours are 32 hexadecimal digits
 */
public record CallId(String value) {

    /** The longest one that is accepted, in characters. */
    public static final int MAX_LENGTH = 128;

    /** Checks length and characters. */
    public CallId {
        boolean valid = !value.isEmpty() && value.length() <= MAX_LENGTH;
        for (int i = 0; valid && i < value.length(); i++) {
            valid = value.charAt(i) > ' ' && value.charAt(i) < 0x7f;
        }
        if (!valid) {
            throw new IllegalArgumentException("Call-ID must be 1 to " + MAX_LENGTH + " visible ASCII characters");
        }
    }

    /** A new one of 128 random bits. */
    public static CallId mint(RandomGenerator random) {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return new CallId(HexFormat.of().formatHex(bits));
    }

    @Override
    public String toString() {
        return value;
    }
}
