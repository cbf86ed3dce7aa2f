package io.pigw.gateway.sip;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The small grammar of RFC 3261 §25.1 that is needed in front of the parser. */
public final class SipText {

    private static final String TOKEN_MARKS = "-.!%*_+`'~";
    private static final long LARGEST_DECIMAL = 9_999_999_999L;
    private static final DateTimeFormatter SIP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private SipText() {}

    /** Whether the text is one or more characters of {@code token}. */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /**
     * Whether the text is a Call-ID: {@code word [ "@" word ]} and what some clients put there besides; nothing that could be taken
     * for a list.
     */
    public static boolean isCallId(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ',' && c != ';');
    }

    /** Whether the text can stand within a line: no control characters but the tabulator. */
    public static boolean isOneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text can stand as a header's value: control characters only where a backslash quotes them, and no line ends. */
    public static boolean isHeaderText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean quoting = c == '\\' && i + 1 < text.length();
            if (quoting) {
                i++;
                c = text.charAt(i);
            }
            if (c == '\r' || c == '\n' || !quoting && (c < ' ' && c != '\t' || c == 0x7f)) {
                return false;
            }
        }
        return true;
    }

    /** Without the blanks of SIP, space and tabulator, at both ends. */
    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Whether the text can stand as a URI: not empty, no blanks, no angle brackets, no quotes, no control characters. */
    public static boolean isUriText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '<' || c == '>' || c == '"') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** A decimal number up to {@value #LARGEST_DECIMAL}, with any number of leading zeros, or -1. */
    public static long decimal(String text) {
        if (text.isEmpty()) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
            if (value > LARGEST_DECIMAL) {
                return -1;
            }
        }
        return value;
    }

    /** The instant of a {@code Date} (RFC 3261 §20.17: GMT alone), or nothing if it is none. */
    public static Optional<Instant> date(String text) {
        try {
            return Optional.of(SIP_DATE.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A {@code Date}, to the second. */
    public static String date(Instant instant) {
        return SIP_DATE.format(instant);
    }

    /** The scheme of a URI in lower case, or the empty string. */
    public static String scheme(String uri) {
        int colon = uri.indexOf(':');
        return colon <= 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    /** The position of the first occurrence of the character outside quotes and angle brackets, or -1. */
    static int indexOutsideQuotes(String text, char wanted, int from) {
        boolean quoted = false;
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == wanted && depth == 0) {
                return i;
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<') {
                depth++;
            } else if (c == '>' && depth > 0) {
                depth--;
            }
        }
        return -1;
    }

    static boolean isTokenCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
