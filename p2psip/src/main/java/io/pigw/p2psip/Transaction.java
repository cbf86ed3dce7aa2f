package io.pigw.p2psip;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Ties an answer to the attempt that it answers. Every attempt bears a fresh one.
 *
 * @param value 64 random bits; 0 stands for a message without one, such as those of the paper's figures
 */
public record Transaction(long value) {

    /** Of a message that bears none: it is answered, but correlates with nothing. */
    public static final Transaction ABSENT = new Transaction(0);

    /** A fresh one. */
    public static Transaction mint(RandomGenerator random) {
        long value;
        do {
            value = random.nextLong();
        } while (value == 0);
        return new Transaction(value);
    }

    /** Whether there is one. */
    public boolean isPresent() {
        return value != 0;
    }

    /** Reads 16 hexadecimal digits. */
    public static Transaction parse(String text) {
        if (text.length() != 16) {
            throw new IllegalArgumentException("Transaction has 16 hexadecimal digits");
        }
        return new Transaction(HexFormat.fromHexDigitsToLong(text));
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
