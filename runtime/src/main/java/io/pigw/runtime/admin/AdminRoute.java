package io.pigw.runtime.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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

    /** The segments of a path as it came; an encoded slash is part of its segment. */
    static List<String> decoded(String rawPath) {
        return segments(rawPath).stream()
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
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
