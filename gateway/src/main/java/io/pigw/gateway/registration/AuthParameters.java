package io.pigw.gateway.registration;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of WWW-Authenticate or Authentication-Info: {@code name=token} or {@code name="text"}, comma-separated (RFC 3261
 * §25.1). What stands between quotes is kept as it is: it is hashed and sent back so (RFC 2617 §3.2.2).
 */
final class AuthParameters {

    private static final int MAX_LENGTH = 4_096;
    private static final int MAX_PARAMETERS = 32;

    private final Map<String, String> values;

    private AuthParameters(Map<String, String> values) {
        this.values = values;
    }

    /** Reads them; nothing if the text is malformed, too long, or names one twice. */
    static Optional<AuthParameters> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                return text.substring(at).isBlank() && at > 0
                        ? Optional.of(new AuthParameters(values))
                        : Optional.empty();
            }
            String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            int start = equals + 1;
            while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
                start++;
            }
            boolean quoted = start < text.length() && text.charAt(start) == '"';
            int end = quoted ? endOfQuoted(text, start + 1) : endOfToken(text, start);
            if (end < 0 || name.isEmpty() || values.size() == MAX_PARAMETERS) {
                return Optional.empty();
            }
            String value = quoted
                    ? text.substring(start + 1, end)
                    : text.substring(start, end).strip();
            if (values.put(name, value) != null) {
                return Optional.empty();
            }
            int comma = endOfToken(text, quoted ? end + 1 : end);
            if (quoted && !text.substring(end + 1, comma).isBlank()) {
                return Optional.empty();
            }
            at = comma + 1;
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(new AuthParameters(values));
    }

    private static int endOfQuoted(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i;
            }
        }
        return -1;
    }

    private static int endOfToken(String text, int from) {
        int comma = text.indexOf(',', from);
        return comma < 0 ? text.length() : comma;
    }

    /** By its name in lower case. */
    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
