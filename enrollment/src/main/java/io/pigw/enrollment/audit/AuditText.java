package io.pigw.enrollment.audit;

/**
 * What the log holds of a text that others chose: no control characters, no halves of characters, so many characters and
 * no more. Nothing is refused: a decision must not fail because it cannot be written down.
 */
final class AuditText {

    static final int MAX_NAME = 256;
    static final int MAX_VALUE = 256;

    private static final int REPLACEMENT = 0xFFFD;
    private static final String CUT = "…";

    private AuditText() {}

    static String name(String text) {
        return bounded(text, MAX_NAME);
    }

    static String value(String text) {
        return bounded(text, MAX_VALUE);
    }

    private static String bounded(String text, int max) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            int type = Character.getType(point);
            boolean isText = type != Character.CONTROL && type != Character.SURROGATE;
            int kept = isText ? point : REPLACEMENT;
            if (clean.length() + Character.charCount(kept) > max - CUT.length() && i < text.length()) {
                return clean.append(CUT).toString();
            }
            clean.appendCodePoint(kept);
        }
        return clean.toString();
    }
}
