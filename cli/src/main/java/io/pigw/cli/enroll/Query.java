package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A path with a query, and the pages of its answer. */
final class Query {

    private static final int PAGE = 500;

    private final StringBuilder text;
    private boolean asked;

    Query(String path) {
        this.text = new StringBuilder(path);
    }

    /** A segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Query with(String key, @Nullable Object value) {
        if (value != null) {
            text.append(asked ? '&' : '?')
                    .append(key)
                    .append('=')
                    .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
            asked = true;
        }
        return this;
    }

    /** Fetches all pages, at most so many items, and gives each item under the key to {@code each}; whether there are more. */
    boolean each(OperatorClient client, String key, int max, Consumer<JsonNode> each) {
        int seen = 0;
        String base = text + (asked ? "&" : "?");
        JsonNode next = null;
        do {
            int limit = Math.min(PAGE, max - seen);
            JsonNode page = client.get(base + "limit=" + limit + (next == null ? "" : "&offset=" + next.asLong()));
            for (JsonNode item : page.path(key)) {
                each.accept(item);
                seen++;
            }
            next = page.path("next");
        } while (next.isNumber() && seen < max);
        return next.isNumber();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
