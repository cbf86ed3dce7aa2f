package io.pigw.runtime.admin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A method and a pattern of paths, and who answers.
 *
 * @param method {@code GET}, {@code POST}, …
 * @param pattern such as {@code /peers/{id}/inbox}: a segment in braces takes any one segment
 * @param handler who answers
 */
public record AdminRoute(String method, String pattern, AdminHandler handler) {

    /** Checks the pattern. */
    public AdminRoute {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("a pattern begins with /, not " + pattern);
        }
    }

    /** The variables of the path if the pattern takes it. */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> expected = segments(pattern);
        if (expected.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < expected.size(); i++) {
            String segment = expected.get(i);
            if (segment.startsWith("{") && segment.endsWith("}")) {
                variables.put(segment.substring(1, segment.length() - 1), segments.get(i));
            } else if (!segment.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }
}
