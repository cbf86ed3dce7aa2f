package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values of the server's answers as people read them. Control characters of others do not reach the terminal. */
final class Shown {

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String NONE = "-";

    private Shown() {}

    static String text(JsonNode object, String key) {
        JsonNode value = object.path(key);
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? NONE : plain(value.asText());
    }

    /** To the minute, UTC. */
    static String time(JsonNode object, String key) {
        return time(object, key, MINUTES);
    }

    /** To the second, UTC. */
    static String seconds(JsonNode object, String key) {
        return time(object, key, SECONDS);
    }

    /** The texts of a list, or a dash. */
    static String list(JsonNode object, String key) {
        List<String> texts = new ArrayList<>();
        object.path(key).forEach(text -> texts.add(plain(text.asText())));
        return texts.isEmpty() ? NONE : String.join(",", texts);
    }

    /** {@code ends_soon} as {@code ends soon}. */
    static String state(JsonNode object) {
        return text(object, "state").replace('_', ' ');
    }

    static String plain(String text) {
        return text.codePoints()
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String time(JsonNode object, String key, DateTimeFormatter format) {
        String text = text(object, key);
        try {
            return text.equals(NONE) ? NONE : format.format(Instant.parse(text));
        } catch (DateTimeException odd) {
            return text;
        }
    }
}
