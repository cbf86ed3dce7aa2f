package io.pigw.bench.load;

import java.util.OptionalLong;

/** A text that says which message it is of: whatever happens to header fields on the way, the body arrives as it was sent. */
public final class NumberedText {

    /** Hexadecimal digits of a number. */
    static final int DIGITS = 16;

    private static final String BEFORE = "Meet me at ";
    private static final String AFTER = ", and bring the map. ñ";

    private NumberedText() {}

    /** The text of that number. */
    public static String of(long number) {
        return around("%016x".formatted(number));
    }

    static String around(String digits) {
        return BEFORE + digits + AFTER;
    }

    /** The number within the text; none if it is another text. */
    public static OptionalLong number(String text) {
        if (text.length() != BEFORE.length() + DIGITS + AFTER.length()
                || !text.startsWith(BEFORE)
                || !text.endsWith(AFTER)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(text, BEFORE.length(), BEFORE.length() + DIGITS, 16));
        } catch (NumberFormatException other) {
            return OptionalLong.empty();
        }
    }
}
