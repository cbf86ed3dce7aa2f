package io.pigw.gateway.as;

import java.util.List;
import java.util.Locale;

/**
 * What a sender wants withheld (RFC 3323 §4.2, RFC 3325 §9.3, RFC 7044 §10.1), as a gateway can give it: of a SIP message's head
 * nothing but the sender's name crosses to a peer, so {@code header}, {@code session} and {@code history} are given always, and
 * {@code id} and {@code user} by withholding the name.
 *
 * @param anonymous whether the name is withheld
 * @param failed values that were called critical and cannot be given
 */
record Privacy(boolean anonymous, List<String> failed) {

    private static final String NONE = "none";
    private static final String CRITICAL = "critical";
    private static final List<String> NAME = List.of("id", "user");
    private static final List<String> ALWAYS = List.of("header", "session", "history");

    /** Reads the Privacy header fields: values between semicolons, and commas as old clients write them. */
    static Privacy of(List<String> fields) {
        List<String> wanted = fields.stream()
                .flatMap(field -> List.of(field.split("[;,]")).stream())
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
        if (wanted.contains(NONE)) {
            return new Privacy(false, List.of());
        }
        List<String> unknown = wanted.stream()
                .filter(value -> !value.equals(CRITICAL) && !NAME.contains(value) && !ALWAYS.contains(value))
                .toList();
        return new Privacy(wanted.stream().anyMatch(NAME::contains), wanted.contains(CRITICAL) ? unknown : List.of());
    }
}
